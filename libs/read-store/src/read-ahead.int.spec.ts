import { openEventStore } from '#event-store';
import type { Batch, EventStore } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { append, counted, until } from '../test/tally.js';
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
  const patiently = () => new Promise((done) => setTimeout(done, 1_000));

  it.each([
    [undefined, [[0, 1], [2, 3], [4, 5], [6]]],
    [2, [[0, 1], [2, 3, 4, 5], [6]]],
    [
      3,
      [
        [0, 1],
        [2, 3, 4, 5, 6],
      ],
    ],
  ])('gives what has come by then as one, at most %s batches', async (atOnce, expected) => {
    const ending = new AbortController();
    const options = { prefixes: [''], batchSize: 2, signal: ending.signal };
    const batches = readAhead(store, atOnce === undefined ? options : { ...options, atOnce });
    const taken: (readonly number[])[] = [];
    for await (const batch of batches) {
      taken.push(revisions(batch));
      if (batch.caughtUp) break;
      await patiently();
    }
    expect(taken).toEqual(expected);
  });

  it('gives what comes later as it comes, and ends when it is told to', async () => {
    const ending = new AbortController();
    const batches = readAhead(store, { prefixes: [''], signal: ending.signal, atOnce: 2 });
    expect(revisions((await batches.next()).value ?? { events: [], caughtUp: false })).toHaveLength(7);
    const next = batches.next();
    await append(store, 'a', counted(7));
    expect(revisions((await next).value ?? { events: [], caughtUp: false })).toEqual([7]);
    ending.abort();
    await until(async () => (await batches.next()).done === true);
  });
});
