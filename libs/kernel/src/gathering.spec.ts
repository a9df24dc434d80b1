import { setImmediate as turn } from 'node:timers/promises';
import { Gathering } from './gathering.js';

/** Doubles what it is asked, notes what came together, and takes nothing odd beside something else. */
function doubling() {
  const batches: (readonly number[])[] = [];
  const gathering = new Gathering(async (asked: readonly number[]) => {
    batches.push(asked);
    await turn();
    if (asked.some((number) => number < 0)) throw new Error(`one of ${asked.join()} is negative`);
    return asked.map((number) => number * 2);
  });
  return { batches, gathering };
}

describe('Gathering', () => {
  it('goes at once for who is alone, and together for all who came meanwhile', async () => {
    const { batches, gathering } = doubling();
    const answers = [1, 2, 3, 4].map((number) => gathering.ask(number));
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8]);
    expect(await gathering.ask(5)).toBe(10);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('lets each fail for itself', async () => {
    const { batches, gathering } = doubling();
    const answers = await Promise.allSettled([1, 2, -3, 4].map((number) => gathering.ask(number)));
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason)))).toEqual([
      ...[2, 4],
      'Error: one of -3 is negative',
      8,
    ]);
    expect(batches).toEqual([[1], [2, -3, 4], [2], [-3], [4]]);
    expect(await gathering.ask(5)).toBe(10);
  });
});
