import { Refusal } from '#kernel';
import { lastBefore, reportingPeriodOf } from './reporting-period.js';

const NOW = '2026-11-20T03:00:00.000Z';

describe('a reporting period (kỳ báo cáo)', () => {
  it.each([
    ['2026-11', '2026-10-15', '2026-11-14'],
    ['2026-01', '2025-12-15', '2026-01-14'],
    ['2026-03', '2026-02-15', '2026-03-14'],
    ['2026-Q1', '2025-12-15', '2026-03-14'],
    ['2026-Q4', '2026-09-15', '2026-12-14'],
    ['2026-H1', '2025-12-15', '2026-06-14'],
    ['2026-H2', '2026-06-15', '2026-12-14'],
    ['2026-9M', '2025-12-15', '2026-09-14'],
    ['2026', '2025-12-15', '2026-12-14'],
    ['2026-10-01/2026-10-31', '2026-10-01', '2026-10-31'],
  ])('%s is from %s to %s, both included', (text, from, to) => {
    expect(reportingPeriodOf(text, NOW)).toEqual({ from, to });
  });

  it.each([
    ['2026-02', 1, '2026-02-01', '2026-02-28'],
    ['2026', 1, '2026-01-01', '2026-12-31'],
    ['2026-03', 21, '2026-02-21', '2026-03-20'],
  ])('%s, of months that begin on day %i, is from %s to %s', (text, begins, from, to) => {
    expect(reportingPeriodOf(text, NOW, begins)).toEqual({ from, to });
  });

  it.each(['', '2026-13', '2026-Q5', '2026-H3', '2026-6M', '2026-1', '2026-11-14', '2026-11-14/2026-10-15', '2028'])(
    'is not "%s"',
    (text) => {
      expect(() => reportingPeriodOf(text, NOW)).toThrow(Refusal);
    },
  );

  it('begins on the very day, and not a day earlier', () => {
    expect(reportingPeriodOf('2026-12', '2026-11-14T17:00:00.000Z').from).toBe('2026-11-15');
    expect(() => reportingPeriodOf('2026-12', '2026-11-14T16:59:59.999Z')).toThrow(Refusal);
  });

  it.each([0, 29, 1.5, Number.NaN])('has no month that begins on day %p', (begins) => {
    expect(() => reportingPeriodOf('2026-11', NOW, begins)).toThrow(Refusal);
  });

  it('carries over what ran at the last instant before its midnight in Vietnam', () => {
    expect(lastBefore({ from: '2026-10-15', to: '2026-11-14' })).toBe('2026-10-14T16:59:59.999Z');
  });
});
