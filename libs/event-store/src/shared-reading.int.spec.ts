import type { Batch, EventStore, Recorded } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { Follower, someEvents } from './contract/scenario.js';
import { PostgresEventStore } from './postgres/index.js';
import { SharedReading } from './shared-reading.js';

const BATCH = 10;
const EVENTS = 95;
const PATIENCE_MS = 300;

describe('those who catch up over the same stretch of the log', () => {
  let database: FreshDatabase;
  let log: EventStore;
  let store: EventStore;

  beforeAll(async () => {
    database = await freshDatabase();
    log = await PostgresEventStore.open(database.url);
    for (let at = 0; at < EVENTS; at += 1)
      await log.append(`${at % 2 === 0 ? 'even' : 'odd'}-${at}`, 'none', someEvents(1));
    await log.append('other-1', 'none', someEvents(1));
  });
  beforeEach(() => {
    store = new SharedReading(log, ['even-', 'odd-'], PATIENCE_MS);
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  const from = (prefixes: readonly string[]) => ({ prefixes, batchSize: BATCH });
  const both = from(['even-', 'odd-']);
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
    const reading = store.subscribe(both)[Symbol.asyncIterator]();
    const early: Batch[] = [];
    for (let read = 0; read < 2; read += 1) {
      const { done, value } = await reading.next();
      if (done !== true) early.push(value);
    }
    const late = new Follower(store, both);
    const behind = new Follower(store, { ...both, after: early[1]?.events.at(-1)?.position ?? '' });
    expect((await late.caughtUp())[0]).toBe(early[0]?.events[0]);
    expect(streamsOf(await behind.caughtUp())).toEqual(streamsOf((await late.caughtUp()).slice(2 * BATCH)));
    await reading.return?.();
    await Promise.all([late.end(), behind.end()]);
  });

  it('wait for the slowest, and not for long', async () => {
    const slow = store.subscribe(both)[Symbol.asyncIterator]();
    const first = await slow.next();
    const quick = new Follower(store, both);
    await quick.has(2 * BATCH);
    expect(quick.events[0]).toBe(first.done === true ? undefined : first.value.events[0]);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS / 3));
    expect(quick.events.length).toBeLessThan(EVENTS);
    expect(await quick.caughtUp()).toHaveLength(EVENTS);
    expect(new Set(streamsOf(quick.events)).size).toBe(EVENTS);
    const rest: string[] = [];
    for (let batch = await slow.next(); batch.done !== true; batch = await slow.next()) {
      rest.push(...streamsOf(batch.value.events));
      if (batch.value.caughtUp) break;
    }
    expect(rest).toEqual(streamsOf(quick.events.slice(BATCH)));
    await Promise.all([slow.return?.(), quick.end()]);
  });

  it('go on alone once they have caught up', async () => {
    const idle = store.subscribe(both)[Symbol.asyncIterator]();
    for (let batch = await idle.next(); batch.done !== true && !batch.value.caughtUp;) batch = await idle.next();
    const live = new Follower(store, both);
    await live.caughtUp();
    await log.append('even-new', 'none', someEvents(40));
    expect(await live.has(EVENTS + 40)).toHaveLength(EVENTS + 40);
    await Promise.all([idle.return?.(), live.end()]);
  });

  it('read other streams by themselves', async () => {
    const [one, two] = [0, 1].map(() => new Follower(store, from(['other-', 'odd-'])));
    const [first = [], second = []] = await Promise.all([one?.caughtUp(), two?.caughtUp()]);
    expect(streamsOf(first)).toContain('other-1');
    expect(second[0]).not.toBe(first[0]);
    await Promise.all([one?.end(), two?.end()]);
  });
});
