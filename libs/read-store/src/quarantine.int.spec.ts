import type { DataSource } from 'typeorm';
import { openEventStore } from '#event-store';
import type { EventStore } from '#kernel';
import { openReadStore, Quarantine } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing';
import { append, counted, fixed, health, reached, running, tally, TOO_MUCH, totals, UNLUCKY } from '../test/tally.js';

describe('quarantine', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let db: DataSource;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    db = await openReadStore(database.url, { projections: [tally()] });
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
  });

  const folded = async (): Promise<void> => {
    const position = await append(store, 'last', counted(1));
    await running({ db, store, projection: tally() }, () => reached(db, position));
  };
  const listed = async () =>
    (await new Quarantine(db, store, [tally()]).list()).map(({ stream, revision, waiting, reason }) => ({
      stream,
      revision,
      waiting,
      reason,
    }));

  it.each([
    ['of a type that it does not know', fixed(1), 'unknown event Fixed'],
    ['that it cannot fold', counted(UNLUCKY), 'thirteen is unlucky'],
    ['whose row cannot be stored', counted(TOO_MUCH), '22003'],
  ])('holds a stream with an event %s, and lets the others go on', async (_what, event, reason) => {
    await append(store, 'sound', counted(1));
    await append(store, 'sick', counted(7), event, counted(1), counted(1));
    await append(store, 'sound', counted(2));
    await folded();
    expect(await totals(db)).toEqual({ last: 1, sick: 7, sound: 3 });
    const [held] = await listed();
    expect(held).toMatchObject({ stream: 'tally-sick', revision: 1, waiting: 2 });
    expect(held?.reason).toContain(reason);
    expect(await health(db)).toMatchObject({ quarantined: 1, waiting: 2 });
  });

  it('counts what comes later, and begins no second quarantine', async () => {
    await append(store, 'sick', counted(UNLUCKY));
    await folded();
    await append(store, 'sick', counted(1), counted(1), counted(1));
    await folded();
    expect(await listed()).toMatchObject([{ stream: 'tally-sick', revision: 0, waiting: 3 }]);
  });

  it('holds a stream from which an event was taken away', async () => {
    await append(store, 'gap', counted(1), counted(2), counted(3));
    await db.query(`delete from event_store.events where stream = 'tally-gap' and revision = 1`);
    await folded();
    expect(await totals(db)).toEqual({ gap: 1, last: 1 });
    expect(await listed()).toMatchObject([
      { stream: 'tally-gap', revision: 1, reason: expect.stringContaining('revision 1 is missing') },
    ]);
  });

  it('releases a stream once the code knows better, and folds what waited', async () => {
    await append(store, 'sick', counted(7), fixed(3), counted(1));
    await folded();
    const same = new Quarantine(db, store, [tally()]);
    expect(await same.release('tally', 'tally-sick')).toMatchObject({ is: 'still-quarantined' });
    const better = new Quarantine(db, store, [tally({ knows: ['Counted', 'Fixed'] })]);
    expect(await better.release('tally', 'tally-sick')).toEqual({ is: 'released', folded: 2 });
    expect(await totals(db)).toEqual({ last: 1, sick: 11 }); // 7 + 3 + 1
    expect(await listed()).toEqual([]);
    expect(await better.release('tally', 'tally-sick')).toEqual({ is: 'not-quarantined' });
  });

  it('keeps a stream that stops again, at its new place', async () => {
    await append(store, 'sick', fixed(3), counted(UNLUCKY), counted(1));
    await folded();
    const better = new Quarantine(db, store, [tally({ knows: ['Counted', 'Fixed'] })]);
    expect(await better.release('tally', 'tally-sick')).toMatchObject({
      is: 'still-quarantined',
      stop: { revision: 1, reason: 'Error: thirteen is unlucky' },
    });
    expect(await totals(db)).toEqual({ last: 1, sick: 3 });
    expect(await listed()).toMatchObject([{ revision: 1, waiting: 1 }]);
  });
});
