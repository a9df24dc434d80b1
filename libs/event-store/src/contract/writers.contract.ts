import { RevisionConflict, type EventStore, type Recorded } from '#kernel';
import type { UnderTest } from './event-store.contract.js';
import { Follower, ids, noted, readAll, someEvents } from './scenario.js';

const WRITERS = 16;
const APPENDS = 40;

/** Reads, appends at the revision read, and begins again on a conflict, as a command handler does. */
async function appendAtRevisionRead(store: EventStore, stream: string, n: number): Promise<void> {
  for (;;) {
    const [last] = await readAll(store, stream, { direction: 'backwards', limit: 1 });
    try {
      await store.append(stream, last ? last.revision : 'none', [noted(n)]);
      return;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

const byStream = (events: readonly Recorded[]): Map<string, number[]> => {
  const revisions = new Map<string, number[]>();
  for (const event of events) revisions.set(event.stream, [...(revisions.get(event.stream) ?? []), event.revision]);
  return revisions;
};

/** Many writers at once, some to the same stream. */
export function writers(underTest: () => UnderTest): void {
  describe('sixteen writers at once, some to the same stream', () => {
    it('lose, double and disorder nothing: neither for who follows live nor for who catches up later', async () => {
      const { harness, scenario } = underTest();
      const after = await scenario.here();
      const prefixes = [scenario.streamsOf('busy')];
      const shared = scenario.stream('busy');
      const contended = scenario.stream('busy');
      const live = new Follower(scenario.store, { prefixes, after, batchSize: 50 });
      const other = await harness.open(harness.url);
      let total = 0;
      const write = async (writer: number) => {
        const store = writer % 2 === 0 ? scenario.store : other;
        const own = scenario.stream('busy');
        for (let n = 0; n < APPENDS; n += 1) {
          const kind = (writer + n) % 4;
          if (kind === 0) await store.append(shared, 'any', [noted(n)]);
          else if (kind === 1 && n % 8 < 4) await appendAtRevisionRead(store, contended, n);
          else if (kind === 2) await store.append(own, 'any', someEvents(3));
          else await store.append(own, 'any', [noted(n)]);
          total += kind === 2 ? 3 : 1;
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
      await live.has(total);
      const later = new Follower(other, { prefixes, after });
      await later.caughtUp();
      const [seenLive, seenLater] = [await live.end(), await later.end()];
      await other.close();

      expect(seenLive).toHaveLength(total);
      expect(new Set(ids(seenLive)).size).toBe(total);
      expect(ids(seenLater)).toEqual(ids(seenLive));
      expect(seenLive.map((event) => event.position)).toEqual(seenLive.map((event) => event.position).sort());
      for (const [stream, revisions] of byStream(seenLive)) {
        expect([stream, revisions]).toEqual([stream, revisions.map((_, index) => index)]);
      }
    }, 60_000);

    it('take gap-free, distinct revisions of one stream, each exactly one', async () => {
      const { store } = underTest().scenario;
      const stream = underTest().scenario.stream('numbers');
      const take = async () => {
        const taken: number[] = [];
        for (let n = 0; n < 15; n += 1) taken.push((await store.append(stream, 'any', [noted(n)])).revision);
        return taken;
      };
      const taken = (await Promise.all(Array.from({ length: WRITERS }, take))).flat();
      expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: WRITERS * 15 }, (_, index) => index));
    }, 60_000);

    it('at one expected revision: one is written, the others conflict', async () => {
      const { store } = underTest().scenario;
      const stream = underTest().scenario.stream('race');
      await store.append(stream, 'none', [noted(0)]);
      const outcomes = await Promise.allSettled(
        Array.from({ length: WRITERS }, () => store.append(stream, 0, someEvents(2))),
      );
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(refused).toHaveLength(WRITERS - 1);
      for (const reason of refused) expect(reason).toMatchObject({ name: 'RevisionConflict', expected: 0, actual: 2 });
      expect(await readAll(store, stream)).toHaveLength(3);
    });
  });
}
