import { Refusal } from '#kernel';
import { endOf, periodOf } from './period.js';

const NOW = '2026-11-20T03:00:00.000Z';

describe('a period (kỳ)', () => {
  it.each([
    ['2026-10-15/2026-11-14', '2026-10-15', '2026-11-14'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2025-Q4', '2025-10-01', '2025-12-31'],
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-11-20/2026-11-20', '2026-11-20', '2026-11-20'],
  ])('%s is from %s to %s, both included', (text, from, to) => {
    expect(periodOf(text, NOW)).toEqual({ from, to });
  });

  it.each([
    '',
    '2026-13',
    '2026-Q5',
    '2026-1',
    '26',
    '2026-11-14/2026-10-15',
    '2026-11-14',
    '2027',
    '2026-11-21/2026-11-22',
  ])('is not "%s"', (text) => {
    expect(() => periodOf(text, NOW)).toThrow(Refusal);
  });

  it('is looked at as of the last instant of its last day in Vietnam, or now while it lasts', () => {
    expect(endOf({ from: '2026-10-15', to: '2026-11-14' }, NOW)).toBe('2026-11-14T16:59:59.999Z');
    expect(endOf({ from: '2026-01-01', to: '2026-12-31' }, NOW)).toBe(NOW);
  });
});
