import { AppendTooLarge } from '#kernel';
import type { UnderTest } from './event-store.contract.js';
import { noted, readAll, someEvents } from './scenario.js';

/** Expected revisions, conflicts, idempotency, atomicity and size. */
export function appending(underTest: () => UnderTest): void {
  const given = (held: number) => underTest().scenario.given(held);

  describe('appending at an expected revision', () => {
    it('begins a stream that must not exist', async () => {
      const events = someEvents(1);
      await given(0).when('none', events).thenAt(0, events);
    });

    it('refuses to begin a stream that exists, and names its revision', () =>
      given(3).when('none', someEvents(1)).thenConflict('none', 2));

    it('continues at exactly the revision read', async () => {
      const events = someEvents(1);
      await given(3).when(2, events).thenAt(3, events);
    });

    it('refuses a stale revision, and names the actual one', () => given(3).when(1, someEvents(1)).thenConflict(1, 2));

    it('refuses a revision that is still to come, and names the actual one', () =>
      given(3).when(9, someEvents(1)).thenConflict(9, 2));

    it('refuses a revision of a stream that does not exist', () =>
      given(0).when(0, someEvents(1)).thenConflict(0, 'none'));

    it('takes any revision of a stream that exists', async () => {
      const events = someEvents(1);
      await given(3).when('any', events).thenAt(3, events);
    });

    it('takes any revision of a stream that does not exist', async () => {
      const events = someEvents(1);
      await given(0).when('any', events).thenAt(0, events);
    });

    it('refuses an empty append as an error of the program', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      await expect(scenario.store.append(stream, 'any', [])).rejects.toThrow(/empty/);
      expect(await readAll(scenario.store, stream)).toEqual([]);
    });
  });

  describe('several events in one append', () => {
    it('stand one after the other, and the answer names the last', async () => {
      const events = someEvents(5);
      await given(2).when(1, events).thenAt(6, events);
    });

    it('are all refused when one cannot be', () => given(2).when(0, someEvents(5)).thenConflict(0, 1));

    it('are seen by a reader all or not at all', async () => {
      const { store } = underTest().scenario;
      const stream = underTest().scenario.stream();
      const appends = (async () => {
        for (let n = 0; n < 20; n += 1) await store.append(stream, 'any', someEvents(7));
      })();
      let seen = 0;
      while (seen < 140) {
        seen = (await readAll(store, stream)).length;
        expect(seen % 7).toBe(0);
      }
      await appends;
    });
  });

  describe('the same append again', () => {
    const again = async (expectedOf: 'none' | number, first: number, repeated: number) => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      if (expectedOf !== 'none') await scenario.store.append(stream, 'none', someEvents(expectedOf + 1));
      const events = someEvents(first);
      const answered = await scenario.store.append(stream, expectedOf, events);
      await scenario.store.append(stream, 'any', someEvents(2));
      const before = await readAll(scenario.store, stream);
      const answeredAgain = await scenario.store.append(stream, expectedOf, events.slice(0, repeated));
      expect(answeredAgain.revision).toBe(answered.revision - (first - repeated));
      expect(answeredAgain.position <= answered.position).toBe(true);
      expect(await readAll(scenario.store, stream)).toEqual(before);
    };

    it('at the start of a stream is answered as the first time and written once', () => again('none', 3, 3));
    it('at an exact revision is answered as the first time and written once', () => again(1, 3, 3));
    it('with only its first events is answered with the revision of the last of these', () => again('none', 3, 2));
    it('with only its first events at an exact revision likewise', () => again(4, 3, 1));

    it('with other ids is a conflict', async () => {
      const events = someEvents(1);
      await given(2).when('none', events).thenConflict('none', 1);
    });

    it('followed by new events is a conflict', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      const events = someEvents(2);
      await scenario.store.append(stream, 'none', events);
      await expect(scenario.store.append(stream, 'none', [...events, noted(2)])).rejects.toMatchObject({
        name: 'RevisionConflict',
        actual: 1,
      });
    });

    it('without its first event is a conflict', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      const events = someEvents(3);
      await scenario.store.append(stream, 'none', events);
      await expect(scenario.store.append(stream, 'none', events.slice(1))).rejects.toMatchObject({
        name: 'RevisionConflict',
        actual: 2,
      });
    });

    it('by two at once is written once and answered alike', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      const events = someEvents(2);
      const answers = await Promise.all([1, 2, 3, 4].map(() => scenario.store.append(stream, 'none', events)));
      expect(answers.map((answer) => answer.revision)).toEqual([1, 1, 1, 1]);
      expect(await readAll(scenario.store, stream)).toHaveLength(2);
    });
  });

  describe('the size of an append', () => {
    it('is refused above the limit that the store names, and nothing is written', async () => {
      const { scenario } = underTest();
      const stream = scenario.stream();
      const { store } = scenario;
      const half = Math.ceil(store.maxAppendBytes / 2);
      const error: unknown = await store
        .append(stream, 'none', [noted(0, 'x'.repeat(half)), noted(1, 'x'.repeat(half))])
        .catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AppendTooLarge);
      expect(error).toMatchObject({ maxBytes: store.maxAppendBytes });
      expect(error instanceof AppendTooLarge && error.bytes > error.maxBytes).toBe(true);
      expect(await readAll(store, stream)).toEqual([]);
    });

    it('counts bytes, not characters', async () => {
      const { store } = underTest().scenario;
      const letters = Math.ceil(store.maxAppendBytes / 3); // "ồ" is 3 bytes in UTF-8
      await expect(
        store.append(underTest().scenario.stream(), 'none', [noted(0, 'ồ'.repeat(letters))]),
      ).rejects.toBeInstanceOf(AppendTooLarge);
    });

    it('may be nine tenths of the limit', async () => {
      const { scenario } = underTest();
      const events = [noted(0, 'x'.repeat(Math.floor(scenario.store.maxAppendBytes * 0.9)))];
      await scenario.given(0).when('none', events).thenAt(0, events);
    });
  });
}
