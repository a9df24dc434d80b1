import { AppendTooLarge, StoreUnavailable, type EventStore } from '#kernel';
import { FaultProxy } from '#testing';
import type { UnderTest } from './event-store.contract.js';
import { eventually, Follower, ids, noted, onceBack, readAll, someEvents } from './scenario.js';

interface Faulty {
  readonly proxy: FaultProxy;
  /** Sees the server through the proxy. */
  readonly store: EventStore;
  /** Sees it without. */
  readonly direct: EventStore;
}

/** What happens when the server is away, cuts connections or loses an answer. */
export function faults(underTest: () => UnderTest): void {
  const throughProxy = async (test: (faulty: Faulty) => Promise<void>) => {
    const { harness, scenario } = underTest();
    const proxy = await FaultProxy.before(harness.url);
    const store = await harness.open(proxy.url);
    await store.append(scenario.stream(), 'none', [noted(0)]); // the connection stands
    try {
      await test({ proxy, store, direct: scenario.store });
    } finally {
      await store.close();
      await proxy.close();
    }
  };
  const stream = (kind?: string) => underTest().scenario.stream(kind);

  describe('an append whose answer was lost', () => {
    it.each(['none', 0] as const)(
      'at revision %s is written once, and the repetition is answered as the first time',
      (expected) =>
        throughProxy(async ({ proxy, store, direct }) => {
          const to = stream();
          if (expected === 0) await store.append(to, 'none', [noted(0)]);
          const written = (expected === 0 ? 1 : 0) + 2;
          const events = someEvents(2);
          const swallowed = proxy.swallowNextAnswer();
          const lost: unknown = await store.append(to, expected, events).catch((error: unknown) => error);
          await swallowed;
          expect(lost).toBeInstanceOf(StoreUnavailable);
          expect(lost).toMatchObject({ outcome: 'unknown' });
          await eventually('the lost append is there', async () => (await readAll(direct, to)).length === written);
          const answer = await onceBack(() => store.append(to, expected, events));
          expect(answer.revision).toBe(written - 1);
          expect(ids(await readAll(direct, to)).slice(-2)).toEqual(ids(events));
          expect(await readAll(direct, to)).toHaveLength(written);
        }),
    );

    it('with any revision is found by whoever looks first', () =>
      throughProxy(async ({ proxy, store, direct }) => {
        const to = stream();
        const event = noted(0);
        const swallowed = proxy.swallowNextAnswer();
        await expect(store.append(to, 'any', [event])).rejects.toMatchObject({ outcome: 'unknown' });
        await swallowed;
        await eventually('the lost append is there', async () => (await readAll(direct, to)).length === 1);
        expect(ids(await onceBack(() => readAll(store, to)))).toEqual([event.id]);
      }));
  });

  describe('while the server is away', () => {
    it(
      'an append fails cleanly, and the same store appends again once it is back',
      () =>
        throughProxy(async ({ proxy, store, direct }) => {
          const to = stream();
          await store.append(to, 'none', [noted(0)]);
          proxy.refuse();
          const outcomes = [];
          for (let n = 1; n <= 3; n += 1) {
            const error: unknown = await store.append(to, 0, [noted(n)]).catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(StoreUnavailable);
            outcomes.push(error instanceof StoreUnavailable ? error.outcome : null);
          }
          expect(outcomes.at(-1)).toBe('not-written');
          expect(await readAll(direct, to)).toHaveLength(1);
          proxy.accept();
          expect((await onceBack(() => store.append(to, 0, [noted(9)]))).revision).toBe(1);
        }),
      60_000,
    );

    it(
      'a read fails as unavailable, and answers again once it is back',
      () =>
        throughProxy(async ({ proxy, store }) => {
          const to = stream();
          await store.append(to, 'none', someEvents(2));
          proxy.refuse();
          await expect(readAll(store, to)).rejects.toBeInstanceOf(StoreUnavailable);
          proxy.accept();
          expect(await onceBack(() => readAll(store, to))).toHaveLength(2);
        }),
      60_000,
    );

    it('an append that is too large is named as such without asking the server', () =>
      throughProxy(async ({ proxy, store }) => {
        proxy.refuse();
        const tooLarge = [noted(0, 'x'.repeat(store.maxAppendBytes + 1))];
        await expect(store.append(stream(), 'none', tooLarge)).rejects.toBeInstanceOf(AppendTooLarge);
      }));

    it(
      'the health says so, and says when it is back',
      () =>
        throughProxy(async ({ proxy, store }) => {
          expect((await store.health()).ok).toBe(true);
          proxy.refuse();
          expect((await store.health()).ok).toBe(false);
          proxy.accept();
          await eventually('healthy again', async () => (await store.health()).ok);
        }),
      60_000,
    );

    it(
      'a subscription waits, and continues by itself with what came meanwhile',
      () =>
        throughProxy(async ({ proxy, store, direct }) => {
          const { scenario } = underTest();
          const to = stream('away');
          const after = await scenario.here();
          const follower = new Follower(store, { prefixes: [scenario.streamsOf('away')], after });
          await direct.append(to, 'any', someEvents(3));
          await follower.has(3);
          await follower.caughtUp();
          proxy.refuse();
          await expect(readAll(store, to)).rejects.toBeInstanceOf(StoreUnavailable);
          for (let n = 0; n < 10; n += 1) await direct.append(to, 'any', someEvents(2));
          proxy.accept();
          await follower.has(23);
          await direct.append(to, 'any', someEvents(1));
          await follower.has(24);
          expect(await follower.end()).toEqual(await readAll(direct, to));
        }),
      60_000,
    );

    it(
      'a subscription may begin, and starts once the server is back',
      () =>
        throughProxy(async ({ proxy, store, direct }) => {
          const { scenario } = underTest();
          const after = await scenario.here();
          await direct.append(stream('begun'), 'any', someEvents(3));
          proxy.refuse();
          const follower = new Follower(store, { prefixes: [scenario.streamsOf('begun')], after });
          await expect(readAll(store, stream())).rejects.toBeInstanceOf(StoreUnavailable);
          proxy.accept();
          expect(await follower.caughtUp()).toHaveLength(3);
          await follower.end();
        }),
      60_000,
    );

    it(
      'a subscription can be ended',
      () =>
        throughProxy(async ({ proxy, store }) => {
          const { scenario } = underTest();
          const after = await scenario.here();
          const follower = new Follower(store, { prefixes: [scenario.streamsOf('ended')], after });
          await follower.caughtUp();
          proxy.refuse();
          await expect(readAll(store, stream())).rejects.toBeInstanceOf(StoreUnavailable);
          expect(await follower.end()).toEqual([]);
        }),
      60_000,
    );
  });

  describe('while connections are cut again and again', () => {
    it(
      'a subscription skips, doubles and disorders nothing, and every append is written exactly once',
      () =>
        throughProxy(async ({ proxy, store, direct }) => {
          const { scenario } = underTest();
          const to = stream('cut');
          const after = await scenario.here();
          const follower = new Follower(store, { prefixes: [scenario.streamsOf('cut')], after, batchSize: 7 });
          const written: string[] = [];
          for (let n = 0; n < 60; n += 1) {
            if (n % 12 === 6) proxy.cut();
            const event = noted(n);
            await onceBack(() => store.append(to, n === 0 ? 'none' : n - 1, [event]));
            written.push(event.id);
          }
          await follower.has(60);
          expect(ids(await follower.end())).toEqual(written);
          expect(ids(await readAll(direct, to))).toEqual(written);
        }),
      60_000,
    );
  });
}
