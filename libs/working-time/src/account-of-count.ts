import { never } from '#kernel';
import type { SupplementPolicy } from '#law';
import { accountOfDays, accountOfMinutes, accountOfStart } from './account.js';
import type { Timetable } from './calendar.js';
import { isBeforeCutOff, type Effect, type Standing, type Stretch } from './count.js';
import type { Limit } from './limit.js';
import { dayNumberAt, dayOf, instantOf, type WallMinute } from './moment.js';
import type { TraceEntry } from './trace.js';

/** A whole limit counted from a normalised start to its due instant, without pauses. */
export function accountOfLimitCounted(
  timetable: Timetable,
  limit: Limit,
  { start, due, unrolled }: Standing,
): TraceEntry[] {
  const [startDay, dueDay] = [dayNumberAt(start), dayNumberAt(due)];
  switch (limit.unit) {
    case 'working-day':
      return Number.isInteger(limit.amount)
        ? [{ is: 'start-day', on: dayOf(startDay) }, ...accountOfDays(timetable, startDay + 1, dueDay)]
        : accountOfMinutes(timetable, start, due);
    case 'hour':
      return accountOfMinutes(timetable, start, due);
    case 'same-day':
      return [
        { is: 'same-day', from: instantOf(start), beforeCutOff: isBeforeCutOff(start) },
        ...accountOfDays(timetable, startDay + 1, dueDay - 1),
      ];
    case 'calendar-day':
    case 'month':
      return [...accountOfDates(limit, start, unrolled ?? due), ...accountOfRoll(timetable, unrolled ?? due, due)];
    default:
      return never(limit.unit);
  }
}

function accountOfDates({ amount, unit }: Limit, start: WallMinute, end: WallMinute): TraceEntry[] {
  const [from, to] = [dayOf(dayNumberAt(start)), dayOf(dayNumberAt(end))];
  if (unit === 'calendar-day') return [{ is: 'calendar-days', from, to, days: amount }];
  return [{ is: 'months', from, to, months: amount, clamped: from.slice(-2) !== to.slice(-2) }];
}

function accountOfRoll(timetable: Timetable, end: WallMinute, due: WallMinute): TraceEntry[] {
  const [endDay, dueDay] = [dayNumberAt(end), dayNumberAt(due)];
  if (endDay === dueDay) return [];
  return [...accountOfDays(timetable, endDay, dueDay - 1), { is: 'roll', from: dayOf(endDay), to: dayOf(dueDay) }];
}

/** A pause, what was due when it began and what it keeps; then how the count goes on, unless it had no effect. */
export function accountOfPause(
  timetable: Timetable,
  before: Standing,
  pause: Stretch,
  policy: SupplementPolicy,
  effect: Effect,
): TraceEntry[] {
  const interval = { from: instantOf(pause.from), to: instantOf(pause.to) };
  const dueBefore = instantOf(before.due);
  switch (effect.is) {
    case 'before-count':
    case 'after-due-date':
      return [{ is: 'pause-without-effect', ...interval, because: effect.is, dueBefore }];
    case 'restarted':
      return [{ is: 'pause', ...interval, policy, dueBefore }, ...accountOfResume(timetable, pause, effect.after)];
    case 'kept':
      return [
        { is: 'pause', ...interval, policy, dueBefore, remaining: effect.remaining },
        ...accountOfResume(timetable, pause, effect.after),
      ];
    case 'put-back':
      return [
        { is: 'pause', ...interval, policy, dueBefore, days: effect.days },
        ...accountOfResume(timetable, pause, effect.after),
      ];
    default:
      return never(effect);
  }
}

const accountOfResume = (timetable: Timetable, pause: Stretch, after: Standing) =>
  accountOfStart(timetable, 'resume', pause.to, after.start);

/** From the last resume to the due instant: the minutes kept, or the end put back and rolled once. */
export function accountOfRest(timetable: Timetable, before: Standing, after: Standing): TraceEntry[] {
  if (before.unrolled === null || after.unrolled === null) return accountOfMinutes(timetable, after.start, after.due);
  const [from, to] = [dayNumberAt(before.unrolled), dayNumberAt(after.unrolled)];
  const putBack: TraceEntry[] =
    from === to ? [] : [{ is: 'put-back', from: dayOf(from), to: dayOf(to), days: to - from }];
  return [...putBack, ...accountOfRoll(timetable, after.unrolled, after.due)];
}

/** The dates of a limit in calendar days or months before any pause put its end back. */
export const accountOfUnrolled = (limit: Limit, { start, unrolled }: Standing): TraceEntry[] =>
  unrolled === null ? [] : accountOfDates(limit, start, unrolled);
