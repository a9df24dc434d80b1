import { setImmediate as turn } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { AppendTooLarge, StoreUnavailable, StreamCorrupt } from '#kernel';
import { startEventStoreDbDouble, type DoubleOptions, type EventStoreDbDouble } from '#testing';
import { Follower, ids, noted, onceBack, readAll, someEvents } from '../contract/scenario.js';
import { StreamTombstoned } from './failure.js';
import { EventStoreDbEventStore } from './index.js';
import { bytesOf, toEventData } from './recorded-event.js';

interface Fixture {
  readonly double: EventStoreDbDouble;
  readonly store: EventStoreDbEventStore;
  /** The bare client, for what the engine never does. */
  readonly bare: EventStoreDBClient;
}

const opened: { close(): Promise<unknown> }[] = [];
const closing = <T extends { close(): Promise<unknown> }>(open: T): T => {
  opened.push(open);
  return open;
};

async function started(options: DoubleOptions = {}): Promise<Fixture> {
  const double = await startEventStoreDbDouble(options);
  closing({ close: () => double.stop() });
  const bare = EventStoreDBClient.connectionString(double.url);
  closing({ close: () => bare.dispose() });
  return { double, bare, store: closing(await EventStoreDbEventStore.open(double.url)) };
}

afterEach(async () => {
  for (const open of opened.splice(0).reverse()) await open.close();
});

describe('an append whose answer is lost', () => {
  it.each(['none', 1] as const)(
    'at revision %s is repeated by the store itself, and written once',
    async (expected) => {
      const { double, store } = await started();
      if (expected === 1) await store.append('dossier-1', 'none', someEvents(2));
      const events = someEvents(3);
      const lost = double.loseNextAnswer();
      const appended = await store.append('dossier-1', expected, events);
      await lost;
      const stream = await readAll(store, 'dossier-1');
      expect(ids(stream).slice(-3)).toEqual(ids(events));
      expect(appended).toEqual({ revision: stream.length - 1, position: stream.at(-1)?.position });
      expect(stream).toHaveLength(expected === 1 ? 5 : 3);
    },
  );

  it('at any revision is not repeated: its outcome is unknown', async () => {
    const { double, store } = await started();
    const lost = double.loseNextAnswer();
    await expect(store.append('numbering-1', 'any', [noted(0)])).rejects.toMatchObject({
      name: 'StoreUnavailable',
      outcome: 'unknown',
    });
    await lost;
    expect(await onceBack(() => readAll(store, 'numbering-1'))).toHaveLength(1);
  });

  it('and whose server stays away is unknown after a bounded time', async () => {
    const { double } = await started();
    const store = closing(await EventStoreDbEventStore.open(double.url, { retryLostAnswersForMs: 200 }));
    const lost = double.loseNextAnswer().then(() => double.stop());
    const error: unknown = await store.append('dossier-1', 'none', [noted(0)]).catch((reason: unknown) => reason);
    await lost;
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ outcome: 'unknown' });
    await double.start();
    expect(await onceBack(() => readAll(store, 'dossier-1'))).toHaveLength(1);
  });
});

describe('a server that is away', () => {
  it('leaves the next appends with a bare gRPC error, which is told as not written', async () => {
    const { double, store, bare } = await started();
    await bare.appendToStream('dossier-1', jsonEvent({ type: 'Noted', data: {} }));
    await double.stop();
    await bare.appendToStream('dossier-1', jsonEvent({ type: 'Noted', data: {} })).catch(() => {});
    const asTheClientSaysIt: unknown = await bare
      .appendToStream('dossier-1', jsonEvent({ type: 'Noted', data: {} }))
      .catch((error: unknown) => error);
    expect(asTheClientSaysIt).toMatchObject({ code: 14 });
    expect(asTheClientSaysIt).not.toHaveProperty('type');

    await store.append('dossier-1', 'any', [noted(1)]).catch(() => {});
    await expect(store.append('dossier-1', 0, [noted(2)])).rejects.toMatchObject({ outcome: 'not-written' });
    await double.start();
    expect((await onceBack(() => store.append('dossier-1', 0, [noted(3)]))).revision).toBe(1);
  });

  it('or refuses is told as unavailable, and served again afterwards', async () => {
    const { double, store } = await started();
    await store.append('dossier-1', 'none', [noted(0)]);
    double.refuse(true);
    await expect(store.append('dossier-1', 'any', [noted(1)])).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(readAll(store, 'dossier-1')).rejects.toMatchObject({ outcome: 'not-written' });
    expect((await store.health()).ok).toBe(false);
    double.refuse(false);
    expect((await onceBack(() => store.append('dossier-1', 0, [noted(2)]))).revision).toBe(1);
    expect(await store.health()).toEqual({ ok: true, detail: { technology: 'EventStoreDB', version: '23.10.6' } });
  });

  it('at the first append is found once it is there, also through the discovery of a cluster', async () => {
    const { double } = await started();
    await double.stop();
    const url = `${double.url.replace('esdb:', 'kurrentdb+discover:')}&maxDiscoverAttempts=1&discoveryInterval=10`;
    const store = closing(await EventStoreDbEventStore.open(url));
    await expect(store.append('dossier-1', 'none', [noted(0)])).rejects.toMatchObject({ outcome: 'not-written' });
    await double.start();
    expect((await onceBack(() => store.append('dossier-1', 'none', [noted(0)]))).revision).toBe(0);
  });
});

describe('a subscription', () => {
  it('continues behind the last event handed out when the server stopped and started', async () => {
    const { double, store } = await started();
    const follower = new Follower(store, { prefixes: ['dossier-'] });
    for (let round = 0; round < 3; round += 1) {
      await onceBack(() => store.append(`dossier-${round}`, 'none', someEvents(40)));
      await follower.has(40 * (round + 1));
      await double.stop();
      await double.start();
    }
    await onceBack(() => store.append('dossier-3', 'none', [noted(0)]));
    await follower.has(121);
    const streams = await Promise.all([0, 1, 2, 3].map((n) => readAll(store, `dossier-${n}`)));
    expect(await follower.end()).toEqual(streams.flat());
  });

  it('that the server ends because its reader is too slow begins again by itself', async () => {
    const { double, store } = await started();
    const follower = new Follower(store, { prefixes: ['dossier-'] });
    await follower.caughtUp();
    double.endSubscriptions();
    await store.append('dossier-1', 'none', someEvents(3));
    expect(await follower.has(3)).toHaveLength(3);
    expect(await follower.end()).toEqual(await readAll(store, 'dossier-1'));
  });

  it('hands out no event of the server itself, whatever the prefix', async () => {
    const { store, bare } = await started();
    await store.append('dossier-1', 'none', someEvents(2));
    await bare.setStreamMetadata('dossier-1', { custom: 'kept' });
    await bare.tombstoneStream('dossier-1');
    await store.append('dossier-2', 'none', someEvents(1));
    const follower = new Follower(store, { prefixes: ['dossier-', '$', ''] });
    await follower.caughtUp();
    expect((await follower.end()).map((event) => event.stream)).toEqual(['dossier-1', 'dossier-1', 'dossier-2']);
  });

  it('hands out what another program wrote with schema 0, which no codec takes', async () => {
    const { store, bare } = await started();
    await bare.appendToStream('dossier-1', jsonEvent({ type: 'Imported', data: { n: 1 }, metadata: { by: 'hand' } }));
    const [event] = await readAll(store, 'dossier-1');
    expect(event).toMatchObject({ type: 'Imported', v: 0, data: { n: 1 }, revision: 0 });
    expect(event?.meta.actor).toEqual({ id: 'unknown', role: 'unknown', agency: null });
  });

  it('to no stream at all is an error of the program', async () => {
    const { store } = await started();
    expect(() => store.subscribe({ prefixes: [] })).toThrow(TypeError);
  });

  it('from a position of another store is refused', async () => {
    const { store } = await started();
    const follower = new Follower(store, { prefixes: ['dossier-'], after: '0000001-0000002' });
    await expect(follower.caughtUp()).rejects.toBeInstanceOf(TypeError);
  });
});

describe('a stream with a gap', () => {
  it('at its start is corrupt, in both directions', async () => {
    const { store, bare } = await started();
    await store.append('dossier-1', 'none', someEvents(5));
    await bare.setStreamMetadata('dossier-1', { truncateBefore: 2 });
    await expect(readAll(store, 'dossier-1')).rejects.toMatchObject({ expectedRevision: 0, foundRevision: 2 });
    await expect(readAll(store, 'dossier-1', { from: 1 })).rejects.toBeInstanceOf(StreamCorrupt);
    const backwards = { direction: 'backwards' } as const;
    await expect(readAll(store, 'dossier-1', backwards)).rejects.toMatchObject({ expectedRevision: 1 });
    await expect(readAll(store, 'dossier-1', { ...backwards, from: 1 })).rejects.toBeInstanceOf(StreamCorrupt);
    expect(await readAll(store, 'dossier-1', { from: 3 })).toHaveLength(2);
    expect(await readAll(store, 'dossier-1', { ...backwards, limit: 3 })).toHaveLength(3);
  });

  it('that hides all of it is corrupt, not missing', async () => {
    const { store, bare } = await started();
    await store.append('dossier-1', 'none', someEvents(2));
    await bare.setStreamMetadata('dossier-1', { truncateBefore: 2 });
    await expect(readAll(store, 'dossier-1')).rejects.toBeInstanceOf(StreamCorrupt);
    await expect(readAll(store, 'dossier-1', { direction: 'backwards' })).rejects.toBeInstanceOf(StreamCorrupt);
  });

  it('made by a deletion is reported when it is begun again, and to every reader after that', async () => {
    const { store, bare } = await started();
    await store.append('dossier-1', 'none', someEvents(2));
    await bare.deleteStream('dossier-1');
    await expect(store.append('dossier-1', 'none', someEvents(1))).rejects.toMatchObject({
      name: 'StreamCorrupt',
      expectedRevision: 0,
      foundRevision: 2,
    });
    await expect(readAll(store, 'dossier-1')).rejects.toMatchObject({ expectedRevision: 0, foundRevision: 2 });
  });

  it('made by a tombstone is corrupt for reader and writer', async () => {
    const { store, bare } = await started();
    await store.append('dossier-1', 'none', someEvents(2));
    await bare.tombstoneStream('dossier-1');
    await expect(readAll(store, 'dossier-1')).rejects.toBeInstanceOf(StreamTombstoned);
    await expect(store.append('dossier-1', 1, someEvents(1))).rejects.toBeInstanceOf(StreamCorrupt);
  });
});

describe('ids that the server has seen', () => {
  it('protect an append at an exact revision also after a restart, and one at any no more', async () => {
    const { double, store } = await started();
    const events = someEvents(2);
    await store.append('dossier-1', 'none', events);
    expect((await store.append('dossier-1', 'any', events)).revision).toBe(1);
    await double.restart();
    expect((await onceBack(() => store.append('dossier-1', 'none', events))).revision).toBe(1);
    expect((await store.append('dossier-1', 'any', events)).revision).toBe(3);
    expect(ids(await readAll(store, 'dossier-1'))).toEqual([...ids(events), ...ids(events)]);
  });
});

describe('the size of an append', () => {
  const filled = (bytes: number) => {
    const empty = noted(0, '');
    return { ...empty, data: { n: 0, text: 'x'.repeat(bytes - bytesOf(toEventData(empty))) } };
  };

  it('may be exactly the limit, and not a byte more', async () => {
    const { store } = await started();
    expect((await store.append('dossier-1', 'none', [filled(1_048_576)])).revision).toBe(0);
    const error: unknown = await store.append('dossier-2', 'none', [filled(1_048_577)]).catch((e: unknown) => e);
    expect(error).toEqual(new AppendTooLarge(1_048_577, 1_048_576));
  });

  it('is told as the server limits it where that is less', async () => {
    const { store } = await started({ maxAppendBytes: 4_096 });
    const error: unknown = await store.append('dossier-1', 'none', [filled(5_000)]).catch((e: unknown) => e);
    expect(error).toEqual(new AppendTooLarge(5_000, 4_096));
    expect(await readAll(store, 'dossier-1')).toEqual([]);
  });
});

describe('many reads over one connection', () => {
  // The double's HTTP/2 server ends a connection after 1,000 resets in short time.
  it.each([
    ['of streams that do not exist', (store: EventStoreDbEventStore, n: number) => readAll(store, `dossier-${n}`)],
    ['left at the last event asked for', (store: EventStoreDbEventStore) => first(store, 'numbering-1')],
  ] as const)(
    '%s disturb no append on it',
    async (_, read) => {
      const { store } = await started();
      await store.append('numbering-1', 'any', [noted(0)]);
      for (let n = 1; n <= 1_200; n += 1) {
        const appended = n % 100 === 0 ? store.append('numbering-1', 'any', [noted(n)]) : null;
        await read(store, n);
        if (appended) expect((await appended).revision).toBe(n / 100);
      }
    },
    60_000,
  );

  async function first(store: EventStoreDbEventStore, stream: string): Promise<void> {
    for await (const event of store.read(stream, { limit: 1 })) {
      expect(event.revision).toBe(0);
      break;
    }
  }
});

describe('many appends in flight when a connection breaks', () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  beforeEach(() => {
    uncaught.length = 0;
    process.on('unhandledRejection', note);
    process.on('uncaughtException', note);
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  });
  const padding = 'x'.repeat(50_000); // so much that the connection cannot take it all at once

  it('are each written once, and none ends the process', async () => {
    const { double, store } = await started();
    await store.append('dossier-warm', 'none', [noted(0)]);
    const appends = Array.from({ length: 60 }, (_, n) => store.append(`dossier-${n}`, 'none', [noted(n, padding)]));
    await turn();
    double.dropConnections();
    expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(appends.map(() => 0));
    expect(double.log.records).toHaveLength(61);
    expect(uncaught).toEqual([]);
  });

  it('of another store in the same process come through untouched, at any revision as well', async () => {
    const [broken, other] = [await started(), await started()];
    await broken.store.append('dossier-warm', 'none', [noted(0)]);
    await other.store.append('dossier-warm', 'none', [noted(0)]);
    const numbers = Array.from({ length: 60 }, (_, n) => other.store.append('numbering-1', 'any', [noted(n, padding)]));
    const own = broken.store.append('dossier-1', 'none', [noted(1, padding)]);
    await turn();
    broken.double.dropConnections();
    expect((await Promise.all(numbers)).map(({ revision }) => revision)).toEqual(numbers.map((_, n) => n));
    expect((await own).revision).toBe(0);
    expect(uncaught).toEqual([]);
  });
});
