import type { Proposed, Recorded } from '#kernel';
import type { UnderTest } from './event-store.contract.js';
import { ids, noted, readAll, someEvents } from './scenario.js';

const revisions = (events: readonly Recorded[]) => events.map((event) => event.revision);

/** Reading a stream, and the positions that order all streams. */
export function reading(underTest: () => UnderTest): void {
  const givenStream = async (count: number) => {
    const { scenario } = underTest();
    const stream = scenario.stream();
    await scenario.store.append(stream, 'none', someEvents(count));
    return { store: scenario.store, stream };
  };

  describe('reading a stream', () => {
    it('answers from the first event to the last', async () => {
      const { store, stream } = await givenStream(5);
      expect(revisions(await readAll(store, stream))).toEqual([0, 1, 2, 3, 4]);
    });

    it('answers from the last event to the first when read backwards', async () => {
      const { store, stream } = await givenStream(5);
      expect(revisions(await readAll(store, stream, { direction: 'backwards' }))).toEqual([4, 3, 2, 1, 0]);
    });

    it.each([
      [{ from: 3 }, [3, 4]],
      [{ from: 1, limit: 2 }, [1, 2]],
      [{ limit: 2 }, [0, 1]],
      [{ limit: 0 }, []],
      [{ from: 5 }, []],
      [{ from: 99 }, []],
      [{ limit: 99 }, [0, 1, 2, 3, 4]],
      [{ direction: 'backwards', limit: 1 }, [4]],
      [{ direction: 'backwards', from: 3 }, [3, 2, 1, 0]],
      [{ direction: 'backwards', from: 3, limit: 2 }, [3, 2]],
      [{ direction: 'backwards', from: 99, limit: 2 }, [4, 3]],
    ] as const)('bounded by %j answers revisions %j', async (options, expected) => {
      const { store, stream } = await givenStream(5);
      expect(revisions(await readAll(store, stream, options))).toEqual(expected);
    });

    it('answers nothing for a stream that does not exist', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      expect(await readAll(scenario.store, stream)).toEqual([]);
      expect(await readAll(scenario.store, stream, { direction: 'backwards', limit: 1 })).toEqual([]);
    });

    it('does not answer a stream whose name only begins like it', async () => {
      const { store, stream } = await givenStream(2);
      await store.append(`${stream}0`, 'none', someEvents(3));
      expect(await readAll(store, stream)).toHaveLength(2);
    });

    it('answers a stream far longer than a page', async () => {
      const { store, stream } = await givenStream(1200);
      const all = Array.from({ length: 1200 }, (_, revision) => revision);
      expect(revisions(await readAll(store, stream))).toEqual(all);
      expect(revisions(await readAll(store, stream, { direction: 'backwards' }))).toEqual(all.reverse());
      expect(revisions(await readAll(store, stream, { from: 100, limit: 1000 }))).toHaveLength(1000);
    });

    it('may be left at any event, as often as one likes', async () => {
      const { store, stream } = await givenStream(1200);
      for (let n = 0; n < 100; n += 1) {
        for await (const event of store.read(stream)) if (event.revision === 1) break;
      }
      expect(await readAll(store, stream, { limit: 3 })).toHaveLength(3);
    });

    it('answers every event exactly as it was appended', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      const awkward: Proposed = {
        ...noted(0),
        type: 'ReturnRescheduled',
        v: 3,
        data: {
          vietnamese: 'Trần Thị Hồng Ngọc, xã Đức Thọ – “hẹn lại”',
          decomposed: 'Nguyê\u0303n',
          control: '\u0000\u0001\u001f\u007f\n\t\\"\'',
          astral: '𠃋 lone \ud800',
          numbers: [0, -0.5, 1e21, 9_007_199_254_740_991],
          nested: { empty: {}, list: [null, true, []], '': 'empty name', __v: 1 },
        },
      };
      const { meta, ...rest } = awkward;
      const late: Proposed = { ...rest, meta: { ...meta, lateReason: 'mất điện cả ngày', causationId: 'số 12/CĐ' } };
      const answer = await scenario.store.append(stream, 'none', [late]);
      expect(await readAll(scenario.store, stream)).toEqual([
        { ...late, stream, revision: 0, position: answer.position },
      ]);
    });
  });

  describe('the positions', () => {
    it('order all events of all streams as text', async () => {
      const { scenario } = underTest();
      const streams = [scenario.stream(), scenario.stream(), scenario.stream()];
      const answers: string[] = [];
      for (let n = 0; n < 30; n += 1) {
        const stream = streams[n % 3] ?? '';
        answers.push((await scenario.store.append(stream, 'any', someEvents(1 + (n % 4)))).position);
      }
      expect(answers).toEqual([...answers].sort());
      expect(new Set(answers).size).toBe(30);
    });

    it('differ between the events of one append, in their order', async () => {
      const { store, stream } = await givenStream(9);
      const positions = (await readAll(store, stream)).map((event) => event.position);
      expect(positions).toEqual([...new Set(positions)].sort());
      expect(positions.every((position) => /^[!-~]+$/.test(position))).toBe(true);
    });

    it('are the same however the event is read', async () => {
      const { store, stream } = await givenStream(3);
      const forwards = await readAll(store, stream);
      const backwards = await readAll(store, stream, { direction: 'backwards' });
      expect(backwards.reverse()).toEqual(forwards);
      expect(ids(forwards)).toHaveLength(3);
    });
  });
}
