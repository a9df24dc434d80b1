import { randomBytes, randomUUID } from 'node:crypto';
import { doing, freshDatabase, historyOf, on, startEventStoreDbDouble } from '#testing';
import { KeyGone, mustBeChained, openEventStore, PostgresEventStore, SealedEventStore } from '#event-store';
import { dossierStream, upcastDossier } from '#dossier';
import { ERASED, type EventStore, type Proposed, type Recorded } from '#kernel';
import { KeysInHand } from '../../test/keys-in-hand.js';
import { readAll } from '../contract/scenario.js';

const late = { ...on('2026-11-02 10:00'), now: '2026-11-02T04:00:00.000Z', lateReason: 'Bà Hoa gọi điện' };
const history = historyOf(
  doing('ReceiveDossier', on('2026-11-02 08:00')),
  doing('AssignDossier', late),
  doing('RequestSupplement', on('2026-11-02 16:30')),
);
const PERSONAL = [':"digest"', 'Nguyễn Thị Hoa', '0912000001', 'Bà Hoa gọi điện'];

type Opened = readonly [log: EventStore, end: () => Promise<void>];

const LOGS: Readonly<Record<string, () => Promise<Opened>>> = {
  PostgreSQL: async () => {
    const { url, drop } = await freshDatabase();
    return [await PostgresEventStore.open(url), drop];
  },
  EventStoreDB: async () => {
    const double = await startEventStoreDbDouble();
    return [await openEventStore(double.url), () => double.stop()];
  },
};

describe.each(Object.keys(LOGS))('the log in %s, sealed and chained', (technology) => {
  let log: EventStore;
  let end: () => Promise<void> = () => Promise.resolve();
  let keys: KeysInHand;
  let store: SealedEventStore;

  beforeAll(async () => {
    const opened = await LOGS[technology]?.();
    if (opened === undefined) throw new Error(technology);
    [log, end] = opened;
  });
  afterAll(async () => {
    await log.close();
    await end();
  });
  beforeEach(() => {
    keys = new KeysInHand();
    store = new SealedEventStore(log, keys);
  });

  const proposed = (from: number, to: number): readonly Proposed[] =>
    history.slice(from, to).map(({ type, v, data, meta }) => ({ type, v, data, meta, id: randomUUID() }) as Proposed);
  const written = async (): Promise<string> => {
    const stream = dossierStream(randomUUID());
    await store.append(stream, 'none', proposed(0, 1));
    await store.append(stream, 0, proposed(1, history.length));
    return stream;
  };
  /** As many as were written: what others write on the server may hold the last of them back for a moment. */
  const followed = async (stream: string, personal?: readonly string[]): Promise<readonly Recorded[]> => {
    const found: Recorded[] = [];
    const reading = { prefixes: [stream], ...(personal === undefined ? {} : { personal }) };
    for await (const { events } of store.subscribe(reading)) {
      found.push(...events);
      if (found.length >= history.length) break;
    }
    return found;
  };
  const saying = (events: readonly Recorded[]) =>
    events.map(({ type, data, meta }) => [type, data, meta.lateReason, meta.commandDigest]);

  it('keeps no personal text readable in the log, and reads all of it back', async () => {
    const stream = await written();
    const kept = JSON.stringify(await readAll(log, stream));
    for (const text of PERSONAL) expect(kept).not.toContain(text);
    expect(saying(await readAll(store, stream))).toEqual(saying(history));
    expect(saying(await followed(stream))).toEqual(saying(history));
  });

  it('opens, for a reader who says what it needs, only that, and asks for no key where it needs none', async () => {
    const stream = await written();
    const [received, assigned] = await followed(stream, ['DossierReceived']);
    expect([received, assigned]).toEqual([(await readAll(store, stream))[0], (await readAll(log, stream))[1]]);
    keys.all.clear(); // an event that needed one would now be handed on as unreadable
    expect(await followed(stream, [])).toEqual(await readAll(log, stream));
  });

  it('uses one key for a dossier, also from another process, and another for another', async () => {
    const keyOf = async (stream: string) => new Set((await readAll(log, stream)).map(({ meta }) => meta.sealed?.key));
    const stream = await written();
    const elsewhere = new SealedEventStore(log, keys);
    await elsewhere.append(stream, history.length - 1, proposed(1, 2));
    expect((await keyOf(stream)).size).toBe(1);
    expect(await keyOf(await written())).not.toEqual(await keyOf(stream));
  });

  it('chains each event to the one before it, over the ciphertext; numbers, taken at any revision, are not chained', async () => {
    const kept = await readAll(log, await written());
    expect(kept.map(({ meta }) => meta.previousHash)).toEqual([
      null,
      ...kept.slice(0, -1).map(({ meta }) => meta.hash),
    ]);
    expect(new Set(kept.map(({ meta }) => meta.hash)).size).toBe(kept.length);
    const numbers = `numbering-${randomUUID()}`;
    await store.append(numbers, 'any', proposed(1, 2));
    expect((await readAll(log, numbers))[0]?.meta.hash).toBeUndefined();
  });

  it('chains to what was kept, where two sent the same command', async () => {
    const stream = dossierStream(randomUUID());
    const events = proposed(0, 1);
    await store.append(stream, 'none', events);
    await store.append(stream, 'none', events); // sealed anew: other bytes under the same ids, accepted as the first
    await store.append(stream, 0, proposed(1, 2));
    const [first, second] = await readAll(log, stream);
    expect(second?.meta.previousHash).toBe(first?.meta.hash);
  });

  it('reads an erased person as erased and the rest as it was, and enters nothing under a destroyed key', async () => {
    const stream = await written();
    const before = await readAll(store, stream);
    for (const id of keys.all.keys()) keys.all.set(id, null);
    const after = await readAll(store, stream);
    for (const text of PERSONAL) expect(JSON.stringify(after)).not.toContain(text);
    expect(after.map(upcastDossier)[0]?.data).toMatchObject({
      applicant: { name: ERASED, kind: 'citizen', phone: ERASED, email: null },
      code: Reflect.get(before[0]?.data ?? {}, 'code'),
    });
    await expect(store.append(stream, history.length - 1, proposed(1, 2))).rejects.toThrow(KeyGone);
  });

  it('hands on what does not open so that its dossier stops: a changed box, a key that is not known', async () => {
    const stream = await written();
    const id = [...keys.all.keys()].at(-1) ?? '';
    keys.all.set(id, randomBytes(32));
    expect((await readAll(store, stream)).map(({ v }) => v)).toEqual(history.map(() => 0));
    keys.all.delete(id);
    expect((await followed(stream)).map(({ v }) => v)).toEqual(history.map(() => 0));
  });

  it('takes no text that is half a character: RFC 8785 has no bytes for it', async () => {
    const [event] = proposed(1, 2);
    const half = { ...event, data: { officer: '\ud800', step: 'assign' } } as Proposed;
    await expect(store.append(`agency-${randomUUID()}`, 'none', [half])).rejects.toThrow('surrogate');
  });

  it('refuses to start on a log that was begun before events were chained', async () => {
    const prefix = `agency-${randomUUID()}`;
    await expect(mustBeChained(log, [prefix])).resolves.toBeUndefined();
    await log.append(`${prefix}.1`, 'none', proposed(1, 2));
    await expect(mustBeChained(log, [prefix])).rejects.toMatchObject({ code: 'log-too-old' });
  });
});
