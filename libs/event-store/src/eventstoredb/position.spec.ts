import { toLogPosition, toPosition } from './position.js';

describe('a position of the log as text', () => {
  it('sorts as the log does, also where the number of digits grows', () => {
    const places = [0n, 9n, 10n, 99_999n, 100_000n, 2n ** 53n + 1n, 2n ** 64n - 1n];
    expect(places.map(toPosition).sort()).toEqual(places.map(toPosition));
    expect(new Set(places.map((place) => toPosition(place).length)).size).toBe(1);
  });

  it.each([0n, 1_024n, 2n ** 64n - 1n])('names the place %s again', (commit) => {
    expect(toLogPosition(toPosition(commit))).toEqual({ commit, prepare: commit });
  });

  it.each(['', '12', '0/16B3748', 'x'.repeat(20)])('of another log is refused: "%s"', (position) => {
    expect(() => toLogPosition(position)).toThrow(TypeError);
  });
});
