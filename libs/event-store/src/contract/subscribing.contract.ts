import { setTimeout as wait } from 'node:timers/promises';
import { FaultProxy } from '#testing';
import type { UnderTest } from './event-store.contract.js';
import { Follower, ids, noted, readAll, someEvents } from './scenario.js';

/** Catching up, continuing live, and never faster than the reader. */
export function subscribing(underTest: () => UnderTest): void {
  describe('a subscription by stream prefix', () => {
    it('catches up with everything after a position, says so, and continues live', async () => {
      const { scenario } = underTest();
      const { store } = scenario;
      const after = await scenario.here();
      const stream = scenario.stream('live');
      await store.append(stream, 'none', someEvents(3));
      const follower = new Follower(store, { prefixes: [scenario.streamsOf('live')], after });
      expect(await follower.caughtUp()).toHaveLength(3);
      await store.append(stream, 2, someEvents(2));
      await follower.has(5);
      expect(await follower.end()).toEqual(await readAll(store, stream));
    });

    it('begins at the start of the log when no position is named', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream('first');
      await scenario.store.append(stream, 'none', someEvents(2));
      const follower = new Follower(scenario.store, { prefixes: [scenario.streamsOf('first')] });
      expect(await follower.caughtUp()).toHaveLength(2);
      await follower.end();
    }, 120_000);

    it('leaves out the event at the position itself and all before it', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream('after');
      await scenario.store.append(stream, 'none', someEvents(5));
      const events = await readAll(scenario.store, stream);
      const follower = new Follower(scenario.store, {
        prefixes: [scenario.streamsOf('after')],
        after: events[2]?.position ?? '',
      });
      await follower.caughtUp();
      expect(await follower.end()).toEqual(events.slice(3));
    });

    it('gives only the streams of its prefixes, in the order of the log', async () => {
      const { scenario } = underTest();
      const { store } = scenario;
      const after = await scenario.here();
      const [dossier, agency, other] = [
        scenario.stream('dossier'),
        scenario.stream('agency'),
        scenario.stream('other'),
      ];
      for (let n = 0; n < 5; n += 1)
        for (const to of [agency, other, dossier]) await store.append(to, 'any', [noted(n)]);
      const prefixes = [scenario.streamsOf('dossier'), scenario.streamsOf('agency')];
      const follower = new Follower(store, { prefixes, after });
      await follower.caughtUp();
      const events = await follower.end();
      expect(events.map((event) => event.stream)).toEqual(Array.from({ length: 5 }, () => [agency, dossier]).flat());
      expect(events.map((event) => event.position)).toEqual(events.map((event) => event.position).sort());
    });

    it('takes a prefix as it is written, without meaning to its characters', async () => {
      const { scenario } = underTest();
      const after = await scenario.here();
      await scenario.store.append(scenario.stream('a_b'), 'none', someEvents(1));
      await scenario.store.append(scenario.stream('axb'), 'none', someEvents(1));
      await scenario.store.append(scenario.stream('a%b'), 'none', someEvents(1));
      const prefixes = [scenario.streamsOf('a_b'), scenario.streamsOf('a.b'), scenario.streamsOf('a%')];
      const follower = new Follower(scenario.store, { prefixes, after });
      await follower.caughtUp();
      expect((await follower.end()).map((event) => event.stream.slice(scenario.prefix.length + 1, -1))).toEqual([
        expect.stringMatching(/^a_b-/),
      ]);
    });

    it('says that it has caught up when there is no event at all', async () => {
      const { scenario } = underTest();
      const follower = new Follower(scenario.store, {
        prefixes: [scenario.streamsOf('never')],
        after: await scenario.here(),
      });
      expect(await follower.caughtUp()).toEqual([]);
      await scenario.store.append(scenario.stream('never'), 'none', someEvents(1));
      await follower.has(1);
      await follower.end();
    });

    it('says that it has caught up only behind the last event that was there', async () => {
      const { scenario } = underTest();
      const after = await scenario.here();
      await scenario.store.append(scenario.stream('mark'), 'none', someEvents(25));
      const follower = new Follower(scenario.store, { prefixes: [scenario.streamsOf('mark')], after, batchSize: 10 });
      await follower.caughtUp();
      const marked = follower.batches.findIndex((batch) => batch.caughtUp);
      expect(follower.batches.slice(0, marked + 1).flatMap((batch) => batch.events)).toHaveLength(25);
      expect(Math.max(...follower.batches.map((batch) => batch.events.length))).toBeLessThanOrEqual(10);
      await follower.end();
    });

    it('ends when it is told to, also while nothing comes', async () => {
      const { scenario } = underTest();
      const follower = new Follower(scenario.store, {
        prefixes: [scenario.streamsOf('ending')],
        after: await scenario.here(),
      });
      await follower.caughtUp();
      expect(await follower.end()).toEqual([]);
    });

    it('ends when its store is closed', async () => {
      const { harness, scenario } = underTest();
      const store = await harness.open(harness.url);
      const follower = new Follower(store, { prefixes: [scenario.streamsOf('closing')], after: await scenario.here() });
      await follower.caughtUp();
      await store.close();
      await follower.end();
      expect(follower.events).toEqual([]);
    });

    it('may be left in the middle', async () => {
      const { scenario } = underTest();
      const after = await scenario.here();
      const stream = scenario.stream('left');
      await scenario.store.append(stream, 'none', someEvents(30));
      const prefixes = [scenario.streamsOf('left')];
      for (let n = 0; n < 20; n += 1) {
        for await (const batch of scenario.store.subscribe({ prefixes, after, batchSize: 2 })) {
          if (batch.events.length > 0) break;
        }
      }
      expect(await readAll(scenario.store, stream)).toHaveLength(30);
    });

    it('is told promptly of what this process and another append', async () => {
      const { harness, scenario } = underTest();
      const other = await harness.open(harness.url);
      const follower = new Follower(scenario.store, {
        prefixes: [scenario.streamsOf('prompt')],
        after: await scenario.here(),
      });
      await follower.caughtUp();
      const delays: number[] = [];
      for (const [n, store] of [scenario.store, other, scenario.store, other].entries()) {
        await store.append(scenario.stream('prompt'), 'none', someEvents(1));
        const appended = performance.now();
        await follower.has(n + 1);
        delays.push(performance.now() - appended);
      }
      await Promise.all([follower.end(), other.close()]);
      expect(Math.max(...delays)).toBeLessThan(2_000);
    });
  });

  describe('a slow reader', () => {
    it('holds the server back, and still misses nothing', async () => {
      const { harness, scenario } = underTest();
      const after = await scenario.here();
      const stream = scenario.stream('slow');
      const written: string[] = [];
      for (let n = 0; n < 40; n += 1) {
        const events = someEvents(30, 'x'.repeat(20_000)); // 40 × 30 × 20 kB = 24 MB
        await scenario.store.append(stream, 'any', events);
        written.push(...ids(events));
      }
      const proxy = await FaultProxy.before(harness.url);
      const store = await harness.open(proxy.url);
      const read: string[] = [];
      let whilePaused = 0;
      const options = { prefixes: [scenario.streamsOf('slow')], after, batchSize: 20 };
      for await (const batch of store.subscribe(options)) {
        if (read.length === 0 && batch.events.length > 0) {
          await wait(1_000);
          whilePaused = proxy.bytesReceived;
        }
        read.push(...ids(batch.events));
        if (read.length >= written.length) break;
      }
      await store.close();
      await proxy.close();
      expect(read).toEqual(written);
      expect(whilePaused).toBeLessThan(8_000_000); // a third of the log, whatever the sockets buffer
    }, 60_000);

    it('is given what came meanwhile, in order', async () => {
      const { scenario } = underTest();
      const { store } = scenario;
      const stream = scenario.stream('meanwhile');
      const prefixes = [scenario.streamsOf('meanwhile')];
      const seen: number[] = [];
      await store.append(stream, 'none', someEvents(1));
      const before = (await readAll(store, stream))[0]?.position ?? '';
      await store.append(stream, 0, someEvents(4));
      for await (const batch of store.subscribe({ prefixes, after: before, batchSize: 2 })) {
        if (seen.length === 0) await store.append(stream, 'any', someEvents(20));
        seen.push(...batch.events.map((event) => event.revision));
        if (seen.length === 24) break;
      }
      expect(seen).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    });
  });
}
