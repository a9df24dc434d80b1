import type { EventStore, Recorded } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { Follower, someEvents } from './contract/scenario.js';
import { PostgresEventStore } from './postgres/index.js';
import { placeOf, printed } from './postgres/position.js';
import { SharedReading } from './shared-reading.js';

const BATCH = 10;
const EVENTS = 95;
const PATIENCE_MS = 300;

describe('those who catch up over the same stretch of the log', () => {
  let database: FreshDatabase;
  let log: EventStore;
  let store: EventStore;
  let patient: EventStore;

  beforeAll(async () => {
    database = await freshDatabase();
    log = await PostgresEventStore.open(database.url);
    for (let at = 0; at < EVENTS; at += 1)
      await log.append(`${at % 2 === 0 ? 'even' : 'odd'}-${at}`, 'none', someEvents(1));
    await log.append('other-1', 'none', someEvents(1));
  });
  beforeEach(() => {
    store = new SharedReading(log, ['even-', 'odd-'], PATIENCE_MS);
    patient = new SharedReading(log, ['even-', 'odd-'], 600_000);
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  const from = (prefixes: readonly string[]) => ({ prefixes, batchSize: BATCH, shared: true });
  const both = from(['even-', 'odd-']);
  /** Read a page at a time. */
  const pagesOf = (of: EventStore, signal?: AbortSignal) => {
    const batches = of.subscribe({ ...both, ...(signal === undefined ? {} : { signal }) })[Symbol.asyncIterator]();
    return {
      next: async (): Promise<readonly Recorded[]> => {
        const { done, value } = await batches.next();
        return done === true ? [] : value.events;
      },
      end: () => batches.return?.(),
    };
  };
  const streamsOf = (events: readonly Recorded[]) => events.map(({ stream }) => stream);

  it('read each page once for all of them', async () => {
    const followers = [both, both, from(['odd-'])].map((asked) => new Follower(store, asked));
    const [first = [], second = [], odd = []] = await Promise.all(followers.map((follower) => follower.caughtUp()));
    expect(first).toHaveLength(EVENTS);
    expect(second.every((event, at) => event === first[at])).toBe(true);
    expect(odd.map(({ id }) => id)).toEqual(first.flatMap(({ stream, id }) => (stream.startsWith('odd-') ? [id] : [])));
    expect(odd.every((event) => first.includes(event))).toBe(true);
    await Promise.all(followers.map((follower) => follower.end()));
  });

  it('may begin a little later, or behind what others began with', async () => {
    const reading = pagesOf(store);
    const early = [await reading.next(), await reading.next()];
    const late = new Follower(store, both);
    const behind = new Follower(store, { ...both, after: early[1]?.at(-1)?.position ?? '' });
    expect((await late.caughtUp())[0]).toBe(early[0]?.[0]);
    expect(streamsOf(await behind.caughtUp())).toEqual(streamsOf((await late.caughtUp()).slice(2 * BATCH)));
    await reading.end();
    await Promise.all([late.end(), behind.end()]);
  });

  it('wait for the slowest, and not for long', async () => {
    const slow = pagesOf(store);
    const first = await slow.next();
    const quick = new Follower(store, both);
    await quick.has(3 * BATCH);
    expect(quick.events[0]).toBe(first[0]);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS / 3));
    expect(quick.events).toHaveLength(3 * BATCH);
    expect(await quick.caughtUp()).toHaveLength(EVENTS);
    expect(new Set(streamsOf(quick.events)).size).toBe(EVENTS);
    const rest: Recorded[] = [];
    while (rest.length < EVENTS - BATCH) rest.push(...(await slow.next()));
    expect(streamsOf(rest)).toEqual(streamsOf(quick.events.slice(BATCH)));
    await Promise.all([slow.end(), quick.end()]);
  });

  it('go on when one of them ends in the middle', async () => {
    const [leaving, staying] = [new AbortController(), new Follower(patient, both)];
    const left = pagesOf(patient, leaving.signal);
    expect((await left.next())[0]).toBe((await staying.has(2 * BATCH))[0]); // a page is held for it
    leaving.abort();
    expect(await left.next()).toEqual([]);
    expect(await staying.caughtUp()).toHaveLength(EVENTS);
    await staying.end();
  });

  it('hear of what nobody can read', async () => {
    const last = (await new Follower(log, both).caughtUp()).at(-1)?.position ?? '';
    const elsewhere = printed(String(Number(placeOf(last).tx) + 1_000_000), '1');
    const hear = async () => {
      for await (const batch of store.subscribe({ ...both, after: elsewhere })) if (batch.caughtUp) return;
    };
    for (const heard of await Promise.allSettled([hear(), hear()]))
      expect(heard).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('not of this log') },
      });
  });

  it('go on alone once they have caught up, whatever the others do', async () => {
    const [idle, live] = [pagesOf(patient), pagesOf(patient)];
    for (let read = 0; read < EVENTS; read += BATCH) {
      const [one, two] = await Promise.all([idle.next(), live.next()]);
      expect([two.length, two[0]]).toEqual([Math.min(BATCH, EVENTS - read), one[0]]);
      expect(two[0]).toBe(one[0]);
    }
    await log.append('even-new', 'none', someEvents(4 * BATCH));
    const since: Recorded[] = [];
    while (since.length < 4 * BATCH) since.push(...(await live.next()));
    expect(new Set(streamsOf(since))).toEqual(new Set(['even-new']));
    await Promise.all([idle.end(), live.end()]);
  });

  it('are told by the log itself that they have caught up', async () => {
    const follower = new Follower(store, both);
    const events = await follower.caughtUp();
    const marked = follower.batches.find(({ caughtUp }) => caughtUp);
    expect(marked?.events).toEqual([]);
    expect(streamsOf(events)).toContain('even-0');
    await follower.end();
  });

  it('read other streams by themselves', async () => {
    const [one, two] = [0, 1].map(() => new Follower(store, from(['other-', 'odd-'])));
    const [first = [], second = []] = await Promise.all([one?.caughtUp(), two?.caughtUp()]);
    expect(streamsOf(first)).toContain('other-1');
    expect(second[0]).not.toBe(first[0]);
    await Promise.all([one?.end(), two?.end()]);
  });
});
