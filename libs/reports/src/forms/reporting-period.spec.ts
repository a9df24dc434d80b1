import { Refusal } from '#kernel';
import { justBefore, reportingPeriodOf } from './reporting-period.js';

const NOW = '2027-01-20T03:00:00.000Z';

describe('a reporting period (kỳ báo cáo)', () => {
  it.each([
    ['2026-11', '2026-10-15', '2026-11-14', 'Tháng 11 năm 2026'],
    ['2026-01', '2025-12-15', '2026-01-14', 'Tháng 1 năm 2026'],
    ['2024-03', '2024-02-15', '2024-03-14', 'Tháng 3 năm 2024'],
    ['2026-Q1', '2025-12-15', '2026-03-14', 'Quý I năm 2026'],
    ['2026-Q3', '2026-06-15', '2026-09-14', 'Quý III năm 2026'],
    ['2026-Q4', '2026-09-15', '2026-12-14', 'Quý IV năm 2026'],
    ['2026-H1', '2025-12-15', '2026-06-14', '06 tháng đầu năm 2026'],
    ['2026-9M', '2025-12-15', '2026-09-14', '09 tháng đầu năm 2026'],
    ['2026', '2025-12-15', '2026-12-14', 'Năm 2026'],
    ['2027-01-20/2027-01-20', '2027-01-20', '2027-01-20', 'Khoảng thời gian'],
  ])('%s is from %s to %s, both included', (text, from, to, label) => {
    expect(reportingPeriodOf(text, NOW)).toEqual({ from, to, label });
  });

  it.each([
    ['2026-11', 1, '2026-11-01', '2026-11-30'],
    ['2026', 1, '2026-01-01', '2026-12-31'],
    ['2026-03', 21, '2026-02-21', '2026-03-20'],
    ['2026-03', 28, '2026-02-28', '2026-03-27'],
  ])('%s, where months begin on day %i, is from %s to %s', (text, begins, from, to) => {
    expect(reportingPeriodOf(text, NOW, begins)).toMatchObject({ from, to });
  });

  it('the months of a year follow one another without a gap, and are its year', () => {
    const months = Array.from({ length: 12 }, (_, at) =>
      reportingPeriodOf(`2026-${String(at + 1).padStart(2, '0')}`, NOW),
    );
    for (const [at, { from }] of months.entries())
      if (at > 0) expect(justBefore({ from, to: from })).toBe(`${months[at - 1]?.to}T16:59:59.999Z`);
    expect([months[0]?.from, months[11]?.to]).toEqual(['2025-12-15', '2026-12-14']);
  });

  it.each([
    ...['', '2026-13', '2026-Q5', '2026-H2', '2026-6M', '26', '2026-11-14', '2026-02-30/2026-03-01', 'tháng 11'],
    ...['2026-11-14/2026-10-15', '2027-02-15/2027-02-16', '2027-03', '2028'],
  ])('is not "%s"', (text) => {
    expect(() => reportingPeriodOf(text, NOW)).toThrow(Refusal);
  });

  it.each([0, 29, 1.5, Number.NaN])('no month begins on day %d', (begins) => {
    expect(() => reportingPeriodOf('2026-11', NOW, begins)).toThrow(Refusal);
  });
});
