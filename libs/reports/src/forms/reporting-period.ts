import { dayAfter, isDay, Refusal, vietnamDay, type Day, type Instant } from '#kernel';
import type { Period } from '../figures/period.js';

/** The day of the month on which the reporting month begins (Article 12 of Decree 09/2019, Article 10 of Circular 09/2026). */
export const MONTH_BEGINS = 15;

const LAST_FIRST_DAY = 28;
const FORMS = 'a month "2026-11", "2026-Q4", "2026-H1", "2026-9M", a year "2026", days "2026-10-15/2026-11-14"';

/** Kỳ báo cáo: months of a year by how it is written; months are reporting months. */
const SPANS: readonly (readonly [RegExp, (part: number) => readonly [first: number, count: number]])[] = [
  [/^(\d{4})-(0[1-9]|1[0-2])$/, (month) => [month, 1]],
  [/^(\d{4})-Q([1-4])$/, (quarter) => [quarter * 3 - 2, 3]],
  [/^(\d{4})-H([12])$/, (half) => [half * 6 - 5, 6]],
  [/^(\d{4})-(9)M$/, (months) => [1, months]],
  [/^(\d{4})()$/, () => [1, 12]],
];

/**
 * Reads a reporting period: month N runs from the 15th of month N−1 to the 14th of N, and longer ones are unions of months.
 * @param monthBegins the day of the month, 1 to 28
 * @throws Refusal `invalid-input` for what is none, is reversed, or has not begun
 */
export function reportingPeriodOf(text: string, now: Instant, monthBegins = MONTH_BEGINS): Period {
  if (!Number.isInteger(monthBegins) || monthBegins < 1 || monthBegins > LAST_FIRST_DAY)
    throw new Refusal('invalid-input', null, { at: 'month-begins', given: monthBegins, expected: '1 to 28' });
  const period = daysOf(text) ?? monthsOf(text, monthBegins);
  if (period === null) throw wrong(text, FORMS);
  if (period.from > period.to) throw wrong(text, 'the first day comes after the last');
  if (period.from > vietnamDay(now)) throw wrong(text, 'the period has not begun');
  return period;
}

/** The last instant before a period: what ran then is carried over. */
export const lastBefore = ({ from }: Period): Instant =>
  new Date(Date.parse(`${from}T00:00:00+07:00`) - 1).toISOString();

const wrong = (given: string, expected: string) =>
  new Refusal('invalid-input', null, { at: 'period', given, expected });

function daysOf(text: string): Period | null {
  const [from = '', to = '', ...more] = text.split('/');
  return more.length === 0 && isDay(from) && isDay(to) ? { from, to } : null;
}

function monthsOf(text: string, monthBegins: number): Period | null {
  for (const [form, span] of SPANS) {
    const [, year, part] = form.exec(text) ?? [];
    if (year === undefined) continue;
    const [first, count] = span(Number(part));
    const from = firstDay(Number(year), first, monthBegins);
    return { from, to: dayAfter(firstDay(Number(year), first + count, monthBegins), -1) };
  }
  return null;
}

/** Of a reporting month; a month after the twelfth is one of the next year. */
function firstDay(year: number, month: number, monthBegins: number): Day {
  const back = monthBegins === 1 ? 0 : 1;
  return new Date(Date.UTC(year, month - 1 - back, monthBegins)).toISOString().slice(0, 10);
}
