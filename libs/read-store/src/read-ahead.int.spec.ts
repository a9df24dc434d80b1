import { openEventStore } from '#event-store';
import type { Batch, EventStore } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { append, counted } from '../test/tally.js';
import { readAhead } from './read-ahead.js';

describe('reading ahead of what is being applied', () => {
  let database: FreshDatabase;
  let store: EventStore;

  beforeEach(async () => {
    database = await freshDatabase();
    store = await openEventStore(database.url);
    await append(store, 'a', ...Array.from({ length: 7 }, (_, at) => counted(at)));
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const revisions = ({ events }: Batch) => events.map(({ revision }) => revision);
  const patiently = () => new Promise((done) => setTimeout(done, 400));

  // Who else writes on the same server may hold a reader back: how many come at once is not told to one.
  it.each([
    [1, 2],
    [2, 4],
    [3, 6],
  ])(
    'gives what has come by then as one, of %s batches at most',
    async (atOnce, most) => {
      const ending = new AbortController();
      const batches = readAhead(store, { prefixes: [''], batchSize: 2, signal: ending.signal, atOnce });
      const taken: (readonly number[])[] = [];
      for await (const batch of batches) {
        taken.push(revisions(batch));
        if (batch.caughtUp) break;
        await patiently();
      }
      expect(taken.flat()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      const longest = Math.max(...taken.map(({ length }) => length));
      expect([longest <= most, longest > 2]).toEqual([true, atOnce > 1]);
    },
    30_000,
  );

  it('gives what comes later as it comes, and ends when it is told to', async () => {
    const ending = new AbortController();
    const seen: number[] = [];
    for await (const batch of readAhead(store, { prefixes: [''], signal: ending.signal, atOnce: 2 })) {
      const before = seen.length;
      seen.push(...revisions(batch));
      if (before < 7 && seen.length === 7) await append(store, 'a', counted(7));
      if (seen.length === 8) ending.abort();
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
