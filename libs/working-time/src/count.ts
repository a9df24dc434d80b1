import { dueOnTheSameDay, type SupplementPolicy } from '#law';
import type { Timetable } from './calendar.js';
import { minutesBetween, minutesOn, normalised, rolled, workingDaysOn } from './hours.js';
import { checkLimit, workingMinutesOf, type Limit } from './limit.js';
import {
  dayNumberAt,
  hourOf,
  MINUTES_A_DAY,
  monthsOn,
  onDay,
  timeOfDay,
  type DayNumber,
  type WallMinute,
} from './moment.js';

/** Where a count stands, in whole minutes. */
export interface Standing {
  /** The real start, or the end of the last pause that had effect: no pause before it concerns this count. */
  readonly since: WallMinute;
  /** The normalised start of the current count: of the start, or of the last resume. */
  readonly start: WallMinute;
  readonly due: WallMinute;
  /** Where calendar days or months end before they roll to a working day; null for the units of working time. */
  readonly unrolled: WallMinute | null;
}

/** A pause in whole minutes, `from` not after `to`. */
export interface Stretch {
  readonly from: WallMinute;
  readonly to: WallMinute;
}

/** What a pause did. `before-count`: it was over when the count began. `after-due-date`: lateness is not erased (choice). */
export type Effect =
  | { readonly is: 'before-count' | 'after-due-date' }
  | { readonly is: 'restarted'; readonly after: Standing }
  | { readonly is: 'kept'; readonly remaining: number; readonly from: WallMinute; readonly after: Standing }
  | { readonly is: 'put-back'; readonly days: number; readonly after: Standing };

/** A limit counted from a moment. @throws Refusal `limit-out-of-range`, `calendar-not-loaded` */
export function countFrom(timetable: Timetable, at: WallMinute, limit: Limit): Standing {
  checkLimit(limit);
  const start = normalised(timetable, at);
  const unrolled = endUnrolled(start, limit);
  const due = unrolled === null ? endInWorkingTime(timetable, start, limit) : rolled(timetable, unrolled);
  return { since: at, start, due, unrolled };
}

function endUnrolled(start: WallMinute, { amount, unit }: Limit): WallMinute | null {
  if (unit === 'calendar-day') return start + amount * MINUTES_A_DAY;
  return unit === 'month' ? onDay(monthsOn(dayNumberAt(start), amount), timeOfDay(start)) : null;
}

function endInWorkingTime(timetable: Timetable, start: WallMinute, limit: Limit): WallMinute {
  if (limit.unit === 'same-day') return onDay(sameDayDueOn(timetable, start), timetable.closing);
  return limit.unit === 'working-day' && Number.isInteger(limit.amount)
    ? workingDaysOn(timetable, start, limit.amount)
    : minutesOn(timetable, start, workingMinutesOf(limit));
}

export const isBeforeCutOff = (start: WallMinute): boolean => dueOnTheSameDay(hourOf(timeOfDay(start)));

const sameDayDueOn = (timetable: Timetable, start: WallMinute): DayNumber =>
  timetable.workingDayFrom(dayNumberAt(start), isBeforeCutOff(start) ? 0 : 1);

/**
 * What a pause does to a count. One that begins on a day after the due date moves nothing; on the due date itself it
 * still does, with 0 minutes remaining once the due instant has passed. One that touches or overlaps the pause before it
 * goes on where that one ended, as if they were one.
 * @throws Refusal `calendar-not-loaded`
 */
export function effectOf(
  timetable: Timetable,
  limit: Limit,
  standing: Standing,
  pause: Stretch,
  policy: SupplementPolicy,
): Effect {
  timetable.requireLoaded(dayNumberAt(pause.from));
  timetable.requireLoaded(dayNumberAt(pause.to));
  if (pause.to <= standing.since) return { is: 'before-count' };
  const from = Math.max(pause.from, standing.since);
  if (from > standing.since && dayNumberAt(from) > dayNumberAt(standing.due)) return { is: 'after-due-date' };
  if (policy === 'RESET') return { is: 'restarted', after: countFrom(timetable, pause.to, limit) };
  const resumed = { since: pause.to, start: normalised(timetable, pause.to) };
  if (standing.unrolled === null) {
    const remaining = minutesBetween(timetable, from, standing.due);
    const due = minutesOn(timetable, resumed.start, remaining);
    return { is: 'kept', remaining, from, after: { ...resumed, due, unrolled: null } };
  }
  const days = dayNumberAt(pause.to) - dayNumberAt(from);
  const unrolled = standing.unrolled + days * MINUTES_A_DAY;
  return { is: 'put-back', days, after: { ...resumed, due: rolled(timetable, unrolled), unrolled } };
}
