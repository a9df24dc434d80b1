import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { openEventStore } from '#event-store';
import type { EventStore } from '#kernel';
import { dropAbandonedRebuilds, openReadStore, Quarantine, rebuild, RebuildRunning, rowsOf } from '#read-store';
import { freshDatabase, type FreshDatabase } from '#testing';
import { append, counted, health, reached, running, tallies, tally, totals, UNLUCKY, until } from '../test/tally.js';

describe('rebuilding a read model', () => {
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

  it('gives the very rows that were kept up event by event, whatever the batches were', async () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), by: fc.integer({ min: 10, max: 16 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        async (steps, batchSize) => {
          let position = '';
          for (const { name, by } of steps) position = await append(store, name, counted(by));
          await running({ db, store, projection, batchSize }, () => reached(db, position));
          const quarantine = new Quarantine(db, store, [projection]);
          const [rows, held] = [await tallies(db), await quarantine.list()];
          await rebuild(db, store, projection);
          const heldAgain = (await quarantine.list()).map((one) => ({ ...one, since: null }));
          expect(await tallies(db)).toEqual(rows);
          expect(heldAgain).toEqual(held.map((one) => ({ ...one, since: null })));
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('goes on while a runner works, whose next events it does not lose', async () => {
    await append(store, 'a', ...Array.from({ length: 20 }, () => counted(1)));
    await running({ db, store, projection }, async () => {
      const rebuilding = rebuild(db, store, projection);
      const position = await append(store, 'a', ...Array.from({ length: 20 }, () => counted(1)));
      await rebuilding;
      await reached(db, position);
    });
    expect(await totals(db)).toEqual({ a: 40 });
  });

  it('leaves nothing behind where it failed or died, and is left alone while it runs', async () => {
    await append(store, 'a', counted(1));
    const left = async () =>
      (await rowsOf(db, `select 1 from pg_tables where schemaname = 'read_next' and tablename = 'tally'`)).length;
    const standing = (state: string) =>
      db.query(`update read.checkpoints set ${state} where projection = 'tally' and build = 'next'`);
    const interrupted = async () => {
      await expect(rebuild(db, store, projection, { signal: AbortSignal.abort() })).rejects.toThrow();
      expect(await left()).toBe(1);
    };
    await interrupted();
    await standing(`leader = 'slow', alive_at = clock_timestamp() - interval '30 seconds'`);
    await dropAbandonedRebuilds(db, [projection]);
    expect(await left()).toBe(1);
    await standing(`alive_at = clock_timestamp() - interval '2 minutes'`);
    await dropAbandonedRebuilds(db, [projection]);
    expect(await left()).toBe(0);
    await interrupted();
    await dropAbandonedRebuilds(db, [projection]);
    expect(await left()).toBe(0);
    expect(await rebuild(db, store, projection)).toBe(1);
  });

  it('is refused while another process does it', async () => {
    await append(store, 'a', counted(1));
    const results = await Promise.allSettled([1, 2, 3].map(() => rebuild(db, store, projection)));
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toBeInstanceOf(RebuildRunning);
    expect(results.length - refused.length).toBeGreaterThan(0);
    expect(await totals(db)).toEqual({ a: 1 });
  });

  it('leaves the live rows as they are when it is ended midway', async () => {
    const position = await append(store, 'a', counted(1), counted(2));
    await running({ db, store, projection }, () => reached(db, position));
    const ending = AbortSignal.abort();
    await expect(rebuild(db, store, projection, { signal: ending })).rejects.toThrow('was ended');
    expect(await totals(db)).toEqual({ a: 3 });
    expect(await rebuild(db, store, projection)).toBe(2);
  });

  it('happens by itself when the code is of a later version, and older code leaves the rows alone', async () => {
    const position = await append(store, 'a', counted(1), counted(2), counted(UNLUCKY));
    await running({ db, store, projection }, () => reached(db, position));
    const later = tally({ version: 2, fearsNothing: true });
    await running({ db, store, projection: later }, () => until(async () => (await health(db)).version === 2));
    expect(await totals(db)).toEqual({ a: 32 }); // (1 + 2 + 13) twice, as version 2 counts
    const troubles: unknown[] = [];
    await running({ db, store, projection, onTrouble: (error) => troubles.push(error) }, () =>
      until(() => troubles.length > 0),
    );
    expect(String(troubles[0])).toContain('this process knows version 1');
    expect(await totals(db)).toEqual({ a: 32 });
  });
});
