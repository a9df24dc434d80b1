import {
  begin,
  checkLimit,
  isLonger,
  LARGEST_LIMIT,
  limitInMinutes,
  isMore,
  limitToCount,
  sumOf,
  type Limit,
  type LimitUnit,
} from '#working-time';
import { at, factsOf, refusalOf, vietnam } from '../test/vietnam.js';

const limit = (amount: number, unit: LimitUnit): Limit => ({ amount, unit });

describe('amounts that no limit has', () => {
  it.each(['working-day', 'calendar-day', 'month', 'hour'] as const)('are refused in %s', (unit) => {
    for (const amount of [0, -0, -1, LARGEST_LIMIT + 1, 1_000_000, Number.NaN, Infinity, -Infinity])
      expect(refusalOf(() => checkLimit(limit(amount, unit)))).toBe('limit-out-of-range');
  });

  it('include fractions of calendar days and months, which the rules give no meaning', () => {
    expect(refusalOf(() => checkLimit(limit(1.5, 'calendar-day')))).toBe('limit-out-of-range');
    expect(refusalOf(() => checkLimit(limit(0.5, 'month')))).toBe('limit-out-of-range');
  });

  it('include fractions that are no whole minutes', () => {
    expect(refusalOf(() => checkLimit(limit(0.001, 'hour')))).toBe('limit-out-of-range'); // 0.06 minutes
    expect(refusalOf(() => checkLimit(limit(0.333, 'hour')))).toBe('limit-out-of-range'); // 19.98 minutes
    expect(refusalOf(() => checkLimit(limit(1.0625, 'hour')))).toBe('limit-out-of-range'); // 63.75 minutes
    expect(refusalOf(() => checkLimit(limit(1.001, 'working-day')))).toBe('limit-out-of-range'); // 480.48 minutes
  });

  it('include what rounds to no minute at all', () => {
    expect(refusalOf(() => checkLimit(limit(1e-9, 'hour')))).toBe('limit-out-of-range');
  });

  it('are named with their unit and the largest there is', () => {
    expect(factsOf(() => checkLimit(limit(-1, 'month')))).toEqual({
      amount: '-1',
      unit: 'month',
      largest: LARGEST_LIMIT,
    });
  });

  it('are neither a single minute nor the largest one', () => {
    expect(refusalOf(() => checkLimit(limit(1 / 60, 'hour')))).toBe('not refused');
    expect(refusalOf(() => checkLimit(limit(1 / 480, 'working-day')))).toBe('not refused');
    expect(refusalOf(() => checkLimit(limit(LARGEST_LIMIT, 'working-day')))).toBe('not refused');
  });

  it('are refused by the count itself', () => {
    expect(refusalOf(() => begin({ from: at('2026-11-20 09:00'), limit: limit(0, 'hour'), calendar: vietnam }))).toBe(
      'limit-out-of-range',
    );
  });
});

describe('a limit in working minutes, for comparisons', () => {
  it.each([
    [limit(1, 'working-day'), 480, 1],
    [limit(1.5, 'working-day'), 720, 1],
    [limit(1.1, 'working-day'), 528, 1], // 1.1 × 480 is 528.0000000000001 in floating point
    [limit(9, 'same-day'), 480, 1],
    [limit(0, 'same-day'), 480, 1],
    [limit(8, 'hour'), 480, 1],
    [limit(0.25, 'hour'), 15, 1],
    [limit(1, 'calendar-day'), 2400, 7],
    [limit(7, 'calendar-day'), 16_800, 7], // 5 × 480 = 2400 = 16800/7
    [limit(1, 'month'), 72_000, 7], // 30 × 2400/7
  ])('%j is exactly %d/%d', (of, numerator, denominator) => {
    expect(limitInMinutes(of)).toEqual({ numerator, denominator });
  });

  it('tells which of two is longer, exactly', () => {
    expect(isLonger(limit(7, 'calendar-day'), limit(5, 'working-day'))).toBe(false); // equal
    expect(isLonger(limit(5, 'working-day'), limit(7, 'calendar-day'))).toBe(false);
    expect(isLonger(limit(8, 'calendar-day'), limit(5, 'working-day'))).toBe(true); // 2742.86 > 2400
    expect(isLonger(limit(1, 'month'), limit(30, 'calendar-day'))).toBe(false);
    expect(isLonger(limit(1, 'month'), limit(21, 'working-day'))).toBe(true); // 10285.7 > 10080
    expect(isLonger(limit(9, 'hour'), limit(1, 'same-day'))).toBe(true);
  });
});

describe('fractions', () => {
  const of = (numerator: number, denominator: number) => ({ numerator, denominator });

  it('add up exactly, in lowest terms', () => {
    expect(sumOf(of(2400, 7), of(480, 1))).toEqual(of(5760, 7)); // 2400/7 + 3360/7
    expect(sumOf(of(1, 6), of(1, 3))).toEqual(of(1, 2)); // 3/6
    expect(sumOf(of(0, 1), of(0, 1))).toEqual(of(0, 1));
  });

  it('are compared exactly; of two equal ones none is more', () => {
    expect(isMore(of(2401, 7), of(343, 1))).toBe(false); // 343 = 2401/7
    expect(isMore(of(2402, 7), of(343, 1))).toBe(true);
    expect(isMore(of(343, 1), of(2402, 7))).toBe(false);
    expect(isMore(of(1, 1), of(1, 2))).toBe(true);
  });
});

describe('which limit is counted', () => {
  const statutory = limit(10, 'working-day');

  it('the local one if one is published', () => {
    expect(limitToCount({ statutory, local: limit(7, 'working-day') })).toEqual({
      limit: limit(7, 'working-day'),
      basis: 'local',
    });
  });

  it('else the statutory one', () => {
    expect(limitToCount({ statutory, local: null })).toEqual({ limit: statutory, basis: 'statutory' });
  });

  it('never a local one that is longer than the statutory one', () => {
    expect(refusalOf(() => limitToCount({ statutory, local: limit(15, 'calendar-day') }))).toBe('limit-too-long'); // 5142.9 > 4800
    expect(limitToCount({ statutory, local: limit(14, 'calendar-day') }).basis).toBe('local'); // 4800
    const longer = { statutory, local: limit(11, 'working-day') };
    expect(factsOf(() => limitToCount(longer))).toEqual(longer);
  });

  it('never one that no limit can be', () => {
    expect(refusalOf(() => limitToCount({ statutory: limit(0, 'hour'), local: null }))).toBe('limit-out-of-range');
  });

  it('for a same-day procedure the rule, whatever amount stands beside it', () => {
    const chosen = limitToCount({ statutory: limit(8, 'hour'), local: null, sameDay: true });
    expect(chosen).toEqual({ limit: limit(8, 'same-day'), basis: 'statutory' });
    expect(limitToCount({ statutory, local: limit(11, 'working-day'), sameDay: true })).toEqual({
      limit: limit(11, 'same-day'),
      basis: 'local',
    });
    expect(limitToCount({ statutory, local: null, sameDay: false }).limit).toEqual(statutory);
  });

  it('is named in the trace', () => {
    const { limit: counted, basis } = limitToCount({ statutory, local: limit(7, 'working-day') });
    const { trace } = begin({ from: at('2026-11-02 09:00'), limit: counted, calendar: vietnam, basis });
    expect(trace[0]).toEqual({ is: 'limit', amount: 7, unit: 'working-day', basis: 'local' });
  });
});
