import { dayAfter, isDay, lastOf, Refusal, type Day, type Instant } from '#kernel';
import { mustHaveBegun, type Period } from '../figures/period.js';

/** Kỳ báo cáo (Article 9 of Circular 09/2026, Article 12 of Decree 09/2019), as the form names it. */
export interface ReportingPeriod extends Period {
  readonly label: string;
}

/** The day of the month before on which a reporting month begins, unless the province says otherwise. */
export const REPORTING_MONTH_BEGINS = 15;
/** Every month has this day. */
export const LAST_POSSIBLE_BEGIN = 28;

const QUARTERS = ['I', 'II', 'III', 'IV'] as const;
const MONTHS_A_QUARTER = 3;

/**
 * Reads reporting months `2026-11`, quarters `2026-Q4`, `2026-H1` (six months), `2026-9M` (nine), a year `2026`, or any
 * days `2026-10-15/2026-11-14`. Month N is from the 15th of month N−1 to the 14th of month N, and the rest are unions of months.
 * @param monthBegins 1 (months of the calendar) to 28
 * @throws Refusal `invalid-input` for what is none, is reversed, or has not begun
 */
export function reportingPeriodOf(text: string, now: Instant, monthBegins = REPORTING_MONTH_BEGINS): ReportingPeriod {
  if (!Number.isInteger(monthBegins) || monthBegins < 1 || monthBegins > LAST_POSSIBLE_BEGIN)
    throw wrong('month-begins', String(monthBegins), `a day of every month, 1 to ${LAST_POSSIBLE_BEGIN}`);
  const period = daysOf(text) ?? monthsOf(text, monthBegins);
  if (period === null)
    throw wrong(
      'period',
      text,
      'a month "2026-11", "2026-Q4", "2026-H1", "2026-9M", a year, days "2026-10-15/2026-11-14"',
    );
  mustHaveBegun('period', text, period, now);
  return period;
}

/** The last instant before a period: what it carries over ran then. */
export const justBefore = ({ from }: Period): Instant => lastOf(dayAfter(from, -1));

const wrong = (at: string, given: string, expected: string) =>
  new Refusal('invalid-input', null, { at, given, expected });

function daysOf(text: string): ReportingPeriod | null {
  const [from = '', to = '', ...more] = text.split('/');
  return more.length === 0 && isDay(from) && isDay(to) ? { from, to, label: 'Khoảng thời gian' } : null;
}

function monthsOf(text: string, begins: number): ReportingPeriod | null {
  const [, year = '', of = ''] = /^(\d{4})(?:-(Q[1-4]|H1|9M|0[1-9]|1[0-2]))?$/.exec(text) ?? [];
  if (!isDay(`${year}-01-01`)) return null;
  const during = (first: number, last: number, label: string): ReportingPeriod => ({
    from: firstDay(Number(year), first, begins),
    to: dayAfter(firstDay(Number(year), last + 1, begins), -1),
    label: `${label} ${year}`,
  });
  if (of === '') return during(1, 12, 'Năm');
  if (of === 'H1') return during(1, 6, '06 tháng đầu năm');
  if (of === '9M') return during(1, 9, '09 tháng đầu năm');
  const quarter = of.startsWith('Q') ? Number(of.slice(1)) : 0;
  return quarter > 0
    ? during((quarter - 1) * MONTHS_A_QUARTER + 1, quarter * MONTHS_A_QUARTER, `Quý ${QUARTERS[quarter - 1] ?? ''} năm`)
    : during(Number(of), Number(of), `Tháng ${Number(of)} năm`);
}

/** @param month 1 to 13 */
const firstDay = (year: number, month: number, begins: number): Day =>
  new Date(Date.UTC(year, month - (begins === 1 ? 1 : 2), begins)).toISOString().slice(0, 10);
