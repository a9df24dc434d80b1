import {
  begin,
  checkLimit,
  isLonger,
  LARGEST_LIMIT,
  limitInMinutes,
  limitToCount,
  type Limit,
  type LimitUnit,
} from '#working-time';
import { at, refusalOf, vietnam } from '../test/vietnam.js';

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
    expect(refusalOf(() => checkLimit(limit(1.001, 'working-day')))).toBe('limit-out-of-range'); // 480.48 minutes
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
  });

  it('for a same-day procedure the rule, whatever amount stands beside it', () => {
    const chosen = limitToCount({ statutory: limit(8, 'hour'), local: null, sameDay: true });
    expect(chosen).toEqual({ limit: limit(8, 'same-day'), basis: 'statutory' });
  });

  it('is named in the trace', () => {
    const { limit: counted, basis } = limitToCount({ statutory, local: limit(7, 'working-day') });
    const { trace } = begin({ from: at('2026-11-02 09:00'), limit: counted, calendar: vietnam, basis });
    expect(trace[0]).toEqual({ is: 'limit', amount: 7, unit: 'working-day', basis: 'local' });
  });
});
