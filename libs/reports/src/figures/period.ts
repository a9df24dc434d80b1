import { dayAfter, isDay, lastOf, Refusal, vietnamDay, type Day, type Instant } from '#kernel';

/** Kỳ — days in Vietnam, both included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

const MONTHS_A_QUARTER = 3;

/**
 * Reads `2026-10-15/2026-11-14`, `2026-11`, `2026-Q4` or `2026`.
 * @throws Refusal `invalid-input` for what is none, is reversed, or has not begun
 */
export function periodOf(text: string, now: Instant): Period {
  const period = daysOf(text) ?? monthsOf(text);
  if (period === null)
    throw wrong(text, 'days "2026-10-15/2026-11-14", a month "2026-11", a quarter "2026-Q4", a year');
  mustHaveBegun('period', text, period, now);
  return period;
}

/** @throws Refusal `invalid-input` of one that is reversed, or to come */
export function mustHaveBegun(at: string, given: string, { from, to }: Period, now: Instant): void {
  const why =
    from > to ? 'the first day comes after the last' : from > vietnamDay(now) ? 'the period has not begun' : null;
  if (why !== null) throw new Refusal('invalid-input', null, { at, given, why });
}

const wrong = (given: string, expected: string) =>
  new Refusal('invalid-input', null, { at: 'period', given, expected });

function daysOf(text: string): Period | null {
  const [from = '', to = '', ...more] = text.split('/');
  return more.length === 0 && isDay(from) && isDay(to) ? { from, to } : null;
}

function monthsOf(text: string): Period | null {
  const [, year = '', quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(text) ?? [];
  if (!isDay(`${year}-01-01`)) return null;
  if (month !== undefined) return months(year, Number(month), 1);
  if (quarter !== undefined) return months(year, (Number(quarter) - 1) * MONTHS_A_QUARTER + 1, MONTHS_A_QUARTER);
  return months(year, 1, 12);
}

function months(year: string, first: number, count: number): Period {
  const after = new Date(Date.UTC(Number(year), first - 1 + count, 1)).toISOString().slice(0, 10);
  return { from: `${year}-${String(first).padStart(2, '0')}-01`, to: dayAfter(after, -1) };
}

/**
 * Thời điểm đánh giá: an instant with its offset, none that is still to come.
 * @throws Refusal `invalid-input`
 */
export function evaluationInstant(text: string, now: Instant): Instant {
  const at = instantOf(text);
  if (at === null || at > now)
    throw new Refusal('invalid-input', null, {
      ...{ at: 'at', given: text, expected: 'an instant with its offset, not after now' },
    });
  return at;
}

/** Null of what is no instant with its offset, on a day that exists. */
export function instantOf(text: string): Instant | null {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T.*(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const at = isDay(day) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The instant that a period is looked at by default: the last of its last day in Vietnam, or now while it lasts. */
export function endOf({ to }: Period, now: Instant): Instant {
  const end = lastOf(to);
  return end < now ? end : now;
}
