import type { Timetable } from './calendar.js';
import type { Limit, LimitBasis } from './limit.js';
import { dayNumberAt, dayOf, instantOf, onDay, timeOfDay, type DayNumber, type WallMinute } from './moment.js';
import type { StartReason, TraceEntry } from './trace.js';

/** The limit and, where it is known, which of the published ones it is. */
export const accountOfLimit = ({ amount, unit }: Limit, basis?: LimitBasis): TraceEntry => ({
  is: 'limit',
  ...(unit === 'same-day' ? {} : { amount }),
  unit,
  ...(basis === undefined ? {} : { basis }),
});

/** How a count came to begin where it does: the reason, and the days off that were passed over. */
export function accountOfStart(
  timetable: Timetable,
  is: 'start' | 'resume',
  at: WallMinute,
  start: WallMinute,
): TraceEntry[] {
  const day = dayNumberAt(at);
  const entry: TraceEntry = {
    is,
    from: instantOf(at),
    to: instantOf(start),
    because: reasonOf(timetable, at, start),
  };
  const firstSkipped = timetable.isWorking(day) ? day + 1 : day;
  return [entry, ...accountOfDays(timetable, firstSkipped, dayNumberAt(start) - 1)];
}

function reasonOf(timetable: Timetable, at: WallMinute, start: WallMinute): StartReason {
  if (at === start) return 'working-time';
  if (!timetable.isWorking(dayNumberAt(at))) return 'day-off';
  if (timeOfDay(at) < timetable.opening) return 'before-opening';
  return timeOfDay(at) >= timetable.closing ? 'after-closing' : 'lunch';
}

/** Every day of a stretch, both ends included, as runs of equal days: counted ones and days off with their names. */
export function accountOfDays(timetable: Timetable, from: DayNumber, to: DayNumber): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (let day = from; day <= to;) {
    const end = endOfRun(timetable, day, to);
    entries.push(run(timetable, day, end));
    day = end + 1;
  }
  return entries;
}

/** The last day, at most `limit`, that is the same as `day` and adjoins it. */
function endOfRun(timetable: Timetable, day: DayNumber, limit: DayNumber): DayNumber {
  const kind = timetable.kindOf(day);
  let end = day;
  while (end < limit) {
    const next = timetable.kindOf(end + 1);
    if (next.is !== kind.is || nameOf(next) !== nameOf(kind)) break;
    end += 1;
  }
  return end;
}

const nameOf = (kind: ReturnType<Timetable['kindOf']>): string => ('name' in kind ? kind.name : '');

function run(timetable: Timetable, from: DayNumber, to: DayNumber): TraceEntry {
  const kind = timetable.kindOf(from);
  const days = { from: dayOf(from), to: dayOf(to), days: to - from + 1 };
  switch (kind.is) {
    case 'working':
      return { is: 'working-days', ...days };
    case 'weekend':
      return { is: 'weekend', ...days };
    case 'swapped':
      return { is: 'swapped-days', ...days, name: kind.name };
    case 'holiday':
      return { is: 'holiday', ...days, name: kind.name };
  }
}

/** A count in working minutes: whole days as runs, the rest by the stretch, with what lies between and why. */
export function accountOfMinutes(timetable: Timetable, from: WallMinute, to: WallMinute): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (let day = dayNumberAt(from); day <= dayNumberAt(to);) {
    const end = endOfWholeDays(timetable, day, from, to);
    if (!timetable.isWorking(day)) entries.push(run(timetable, day, end));
    else if (end >= day) entries.push({ ...run(timetable, day, end), ...minutesOf(timetable, day, end) });
    else entries.push(...accountOfPart(timetable, day, from, to));
    const last = Math.max(day, end);
    entries.push(...night(timetable, last, from, to));
    day = last + 1;
  }
  return entries;
}

const minutesOf = (timetable: Timetable, from: DayNumber, to: DayNumber) => ({
  minutes: (to - from + 1) * timetable.minutesADay,
});

/** The last of the equal days from `day` on that lie wholly within the count (days off always do); before `day` if none. */
function endOfWholeDays(timetable: Timetable, day: DayNumber, from: WallMinute, to: WallMinute): DayNumber {
  const last = dayNumberAt(to);
  if (!timetable.isWorking(day)) return endOfRun(timetable, day, last);
  const lastWhole = onDay(last, timetable.closing) <= to ? last : last - 1;
  const whole = from <= onDay(day, timetable.opening) && day <= lastWhole;
  return whole ? endOfRun(timetable, day, lastWhole) : day - 1;
}

/** Part of a working day: each session's share, and the break between two of them. */
function accountOfPart(timetable: Timetable, day: DayNumber, from: WallMinute, to: WallMinute): TraceEntry[] {
  const entries: TraceEntry[] = [];
  let closed: WallMinute | null = null;
  for (const session of timetable.sessions) {
    const [opens, closes] = [onDay(day, session.opens), onDay(day, session.closes)];
    if (closed !== null) entries.push(...interval('lunch', Math.max(closed, from), Math.min(opens, to)));
    const [first, last] = [Math.max(opens, from), Math.min(closes, to)];
    if (first < last)
      entries.push({ is: 'counted', from: instantOf(first), to: instantOf(last), minutes: last - first });
    closed = closes;
  }
  return entries;
}

/** From a working day's closing to the next opening, as far as the count goes. */
function night(timetable: Timetable, day: DayNumber, from: WallMinute, to: WallMinute): TraceEntry[] {
  const closing = onDay(day, timetable.closing);
  if (!timetable.isWorking(day) || to <= closing) return [];
  const nextDay = day + 1 + Math.max(0, offDaysAfter(timetable, day, dayNumberAt(to)));
  return interval('outside-hours', Math.max(closing, from), Math.min(onDay(nextDay, timetable.opening), to));
}

/** Days off that adjoin this day, up to and including `limit`. */
function offDaysAfter(timetable: Timetable, day: DayNumber, limit: DayNumber): number {
  let count = 0;
  while (day + count + 1 <= limit && !timetable.isWorking(day + count + 1)) count += 1;
  return count;
}

const interval = (is: 'lunch' | 'outside-hours', from: WallMinute, to: WallMinute): TraceEntry[] =>
  from < to ? [{ is, from: instantOf(from), to: instantOf(to) }] : [];
