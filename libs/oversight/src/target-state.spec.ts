import fc from 'fast-check';
import { lateStillAllowed, stateOf, type Bar, type PeriodSoFar } from '#oversight';

const atLeast = (numerator: number, denominator: number): Bar => ({ numerator, denominator, comparison: 'at-least' });
const moreThan = (numerator: number, denominator: number): Bar => ({ numerator, denominator, comparison: 'more-than' });
const of = (numerator: number, denominator: number) => ({ numerator, denominator });

describe('a figure beside its goal (mức độ đạt chỉ tiêu)', () => {
  it.each([
    [atLeast(985, 1000), of(197, 200), 'met'], // 197 · 1000 = 197,000 = 985 · 200
    [atLeast(985, 1000), of(196, 200), 'missed'], // 196,000 < 197,000
    [atLeast(1, 3), of(333_333, 1_000_000), 'missed'], // 999,999 < 1,000,000: no rounding
    [moreThan(75, 100), of(3, 4), 'missed'], // 300 = 300, and more is asked
    [moreThan(75, 100), of(4, 5), 'met'], // 400 > 375
    [atLeast(5, 1), of(5, 1), 'met'], // five fields
  ] as const)('%j against %j is %s', (bar, reached, state) => expect(stateOf(bar, reached)).toBe(state));

  it('is exact beyond what a number holds', () => {
    const big = Number.MAX_SAFE_INTEGER;
    expect(stateOf(atLeast(big - 1, big), of(big - 2, big - 1))).toBe('missed'); // (b − 2)·b < (b − 1)²  by 1
  });

  it.each([null, of(0, 0)])('says that there are no dossiers: %j', (none) =>
    expect(stateOf(atLeast(1, 2), none, of(0, 3))).toBe('no-dossiers'),
  );

  it('is at risk when what runs late now would lose the goal, and only then', () => {
    expect(stateOf(atLeast(1, 2), of(5, 9), of(5, 11))).toBe('at-risk'); // 10 ≥ 9, but 10 < 11
    expect(stateOf(atLeast(1, 2), of(5, 9), of(5, 10))).toBe('met'); // 10 ≥ 10
    expect(stateOf(atLeast(1, 2), of(4, 9), of(4, 11))).toBe('missed');
  });
});

describe('how many may still be late (còn được trễ)', () => {
  it.each([
    [atLeast(985, 1000), { inTime: 100, finished: 100, running: 100 }, 3], // 985 · 200 / 1000 = 197 needed, 200 − 197
    [atLeast(985, 1000), { inTime: 97, finished: 100, running: 100 }, 0], // 197 possible, 197 needed
    [atLeast(985, 1000), { inTime: 96, finished: 100, running: 100 }, null], // 196 possible
    [moreThan(75, 100), { inTime: 0, finished: 0, running: 4 }, 0], // more than 3 of 4: all
    [atLeast(1, 3), { inTime: 9, finished: 9, running: 2 }, 2], // 4 needed: both may
    [atLeast(1, 2), { inTime: 0, finished: 0, running: 0 }, null], // no dossiers
  ] as const)('%j, %j: %s', (bar, period, late) => expect(lateStillAllowed(bar, period)).toBe(late));

  it('is the most with which the goal still holds, found by trying all', () => {
    const tried = (bar: Bar, { inTime, finished, running }: PeriodSoFar) =>
      Array.from({ length: running + 1 }, (_, late) => late).findLast(
        (late) => stateOf(bar, of(inTime + running - late, finished + running)) === 'met',
      ) ?? null;
    const bars = fc
      .record({ comparison: fc.constantFrom('at-least', 'more-than'), denominator: fc.integer({ min: 1, max: 40 }) })
      .chain((bar) => fc.integer({ min: 0, max: bar.denominator }).map((numerator) => ({ ...bar, numerator })));
    const periods = fc
      .record({ finished: fc.nat(30), running: fc.nat(30) })
      .chain((period) => fc.nat(period.finished).map((inTime) => ({ ...period, inTime })));
    fc.assert(
      fc.property(bars, periods, (bar, period) => expect(lateStillAllowed(bar, period)).toBe(tried(bar, period))),
    );
  });
});
