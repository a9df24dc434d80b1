import type { DataSource } from 'typeorm';
import { openEventStore } from '#event-store';
import { Refusal, type EventStore } from '#kernel';
import { Checkpoints, openReadStore, ProjectionRunner } from '#read-store';
import { FaultProxy, freshDatabase, type FreshDatabase } from '#testing';
import { append, counted, health, reached, running, tallies, tally, totals, until } from '../test/tally.js';
import { applyBatch } from './apply-batch.js';
import { liveTarget } from './projection.js';

describe('a read model and its runner', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let db: DataSource;
  const projection = tally();

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    db = await openReadStore(database.url, { projections: [projection] });
  });
  afterEach(async () => {
    await db.destroy();
    await store.close();
    await database.drop();
  });

  it('folds what the log holds, and then what comes', async () => {
    await append(store, 'a', counted(1), counted(2));
    await append(store, 'b', counted(5));
    await append(store, 'other', counted(1));
    await running({ db, store, projection }, async () => {
      await until(async () => (await health(db)).caughtUp);
      expect(await totals(db)).toEqual({ a: 3, b: 5, other: 1 });
      const position = await append(store, 'a', counted(4));
      await reached(db, position);
      expect(await tallies(db)).toContainEqual({ name: 'a', total: 7, note: '', revision: 2 }); // 1 + 2 + 4
    });
  });

  it('does nothing twice when events are delivered again', async () => {
    const position = await append(store, 'a', counted(1), counted(2), counted(3));
    await running({ db, store, projection }, () => reached(db, position));
    await db.query(`update read.checkpoints set position = null, recorded_at = null`);
    await running({ db, store, projection, batchSize: 2 }, () => reached(db, position));
    expect(await totals(db)).toEqual({ a: 6 }); // 1 + 2 + 3, once
  });

  it('moves rows and checkpoint together or not at all, says why, and goes on by itself', async () => {
    const first = await append(store, 'a', counted(1));
    await running({ db, store, projection }, async () => {
      await reached(db, first);
      await db.query(`create function no_room() returns trigger language plpgsql as
        $$ begin raise 'no space left on device' using errcode = 'disk_full'; end $$`);
      await db.query(`create trigger no_room before insert on read.tally for each row execute function no_room()`);
      const second = await append(store, 'a', counted(2));
      await until(async () => (await health(db)).lastError !== null);
      expect(await health(db)).toMatchObject({ position: first, quarantined: 0 });
      expect((await health(db)).lastError).toContain('no space left on device');
      expect(await totals(db)).toEqual({ a: 1 });
      await db.query('drop trigger no_room on read.tally');
      await reached(db, second);
      expect(await totals(db)).toEqual({ a: 3 });
      expect((await health(db)).lastError).toBeNull();
    });
  });

  it('is led by one of two runners, and by the other when the first stops', async () => {
    const runners = [1, 2].map(() => new ProjectionRunner({ db, store, projection }));
    for (const runner of runners) runner.start();
    await until(() => runners.some(({ leads }) => leads));
    const leader = runners.find(({ leads }) => leads);
    const other = runners.find((runner) => runner !== leader);
    await reached(db, await append(store, 'a', counted(1)));
    expect(other?.leads).toBe(false);
    await leader?.stop();
    await until(() => other?.leads === true);
    await reached(db, await append(store, 'a', counted(2)));
    await other?.stop();
    expect(await totals(db)).toEqual({ a: 3 });
  });

  it('is taken over when its leader was killed', async () => {
    await db.query(`update read.checkpoints set leader = 'a process that is gone', alive_at = clock_timestamp()`);
    const position = await append(store, 'a', counted(1));
    await running({ db, store, projection }, () => reached(db, position));
    expect(await totals(db)).toEqual({ a: 1 });
  });

  it('takes nothing from a runner that was overtaken', async () => {
    const position = await append(store, 'a', counted(1));
    await running({ db, store, projection }, () => reached(db, position));
    const batch = { events: [], caughtUp: false };
    for await (const read of store.subscribe({ prefixes: ['tally-'] })) {
      const { events } = read;
      const late = { leader: 'overtaken', from: null, batch: { ...batch, events } };
      expect(await applyBatch(db, liveTarget(projection), late)).toBeNull();
      break;
    }
    expect([await totals(db), (await health(db)).position]).toEqual([{ a: 1 }, position]);
  });

  it('waits out the absence of the log and of the read store', async () => {
    const [log, rows] = await Promise.all([FaultProxy.before(database.url), FaultProxy.before(database.url)]);
    const behind = { store: await openEventStore(log.url), db: await openReadStore(rows.url) };
    try {
      await running({ ...behind, projection }, async () => {
        await reached(db, await append(store, 'a', counted(1)));
        log.refuse();
        const meanwhile = await append(store, 'a', counted(2));
        log.accept();
        await reached(db, meanwhile);
        rows.refuse();
        const again = await append(store, 'a', counted(4));
        rows.accept();
        await reached(db, again);
      });
      expect(await totals(db)).toEqual({ a: 7 }); // 1 + 2 + 4
    } finally {
      await behind.db.destroy();
      await behind.store.close();
      await Promise.all([log.close(), rows.close()]);
    }
  }, 30_000);

  describe('queries that wait for a position', () => {
    const refusal = (asked: Promise<void>) =>
      asked.then(
        () => null,
        (error: unknown) => (error instanceof Refusal ? error.code : error),
      );

    it('are answered once it is there', async () => {
      const checkpoints = new Checkpoints(db);
      await running({ db, store, projection }, async () => {
        const position = await append(store, 'a', counted(1));
        await checkpoints.waitFor('tally', position);
        expect(await totals(db)).toEqual({ a: 1 });
      });
    });

    it('are told so when it does not come in time', async () => {
      const position = await append(store, 'a', counted(1));
      expect(await refusal(new Checkpoints(db).waitFor('tally', position, 50))).toBe('read-model-behind');
      expect(await refusal(new Checkpoints(db).waitFor('no such model', position, 50))).toBe('read-model-behind');
      expect(await refusal(new Checkpoints(db).waitFor('tally', 'nonsense!'))).toBe('invalid-input');
    });
  });
});
