import { PostgresEventStore } from '#event-store';
import { freshDatabase, type FreshDatabase } from '#testing';
import { someEvents } from '../contract/scenario.js';

/** Pages of the log come in slices of 500 events. */
describe('a page of the log that is longer than a slice', () => {
  let database: FreshDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open(database.url);
    let revision: number | 'none' = 'none';
    for (const count of [450, 100, 450, 300])
      revision = (await store.append('dossier-a', revision, someEvents(count))).revision;
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it.each([
    [500, [500, 500, 300]],
    [1_000, [1_000, 300]],
    [1_200, [1_200, 100]],
    [2_000, [1_300]],
  ])('holds every event once and in order, at most %s of them', async (batchSize, expected) => {
    const ending = new AbortController();
    const revisions: number[] = [];
    const sizes: number[] = [];
    for await (const { events, caughtUp } of store.subscribe({ prefixes: [''], batchSize, signal: ending.signal })) {
      if (events.length > 0) sizes.push(events.length);
      revisions.push(...events.map(({ revision }) => revision));
      if (caughtUp) break;
    }
    ending.abort();
    expect(sizes).toEqual(expected);
    expect(revisions).toEqual(Array.from({ length: 1_300 }, (_, at) => at));
  });
});
