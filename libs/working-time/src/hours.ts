import { Refusal, type Day, type Instant } from '#kernel';
import { timetableOf, type Timetable, type WorkingCalendar } from './calendar.js';
import { dayNumberAt, dayNumberOf, instantOf, minuteOf, onDay, timeOfDay, type WallMinute } from './moment.js';

/** The instant itself in working time, else the next opening; 11:30 sharp is lunch, 17:00 sharp is after closing. */
export function normalised(timetable: Timetable, at: WallMinute): WallMinute {
  const day = dayNumberAt(at);
  if (!timetable.isWorking(day)) return onDay(timetable.workingDayFrom(day, 0), timetable.opening);
  const time = timeOfDay(at);
  for (const { opens, closes } of timetable.sessions) if (time < closes) return onDay(day, Math.max(opens, time));
  return onDay(timetable.workingDayFrom(day + 1, 0), timetable.opening);
}

/** Working minutes of the day before this time of it. */
const workedBy = (timetable: Timetable, time: number): number =>
  timetable.sessions.reduce((sum, { opens, closes }) => sum + Math.max(0, Math.min(time, closes) - opens), 0);

const workedOnDayBy = (timetable: Timetable, at: WallMinute): number =>
  timetable.isWorking(dayNumberAt(at)) ? workedBy(timetable, timeOfDay(at)) : 0;

/** Working minutes from one instant to the other, 0 when reversed. */
export function minutesBetween(timetable: Timetable, from: WallMinute, to: WallMinute): number {
  const days = timetable.workingDaysBetween(dayNumberAt(from), dayNumberAt(to));
  const minutes = days * timetable.minutesADay + workedOnDayBy(timetable, to) - workedOnDayBy(timetable, from);
  return Math.max(0, minutes);
}

/** So many working minutes after a start in working time; what ends exactly at a closing stays at that closing. */
export function minutesOn(timetable: Timetable, start: WallMinute, minutes: number): WallMinute {
  if (minutes === 0) return start;
  const day = dayNumberAt(start);
  const total = workedBy(timetable, timeOfDay(start)) + minutes;
  const fullDays = Math.ceil(total / timetable.minutesADay) - 1;
  const left = total - fullDays * timetable.minutesADay;
  const { opens, before } = timetable.sessions.reduce((found, each) => (each.before < left ? each : found));
  return onDay(timetable.workingDayFrom(day, fullDays), opens + left - before);
}

/**
 * The latest moment of working time from which so many working minutes still end by another; the inverse of adding them.
 * What begins exactly at an opening begins there, not at the closing before it.
 */
export function minutesBack(timetable: Timetable, end: WallMinute, minutes: number): WallMinute {
  const day = dayNumberAt(end);
  const short = minutes - workedOnDayBy(timetable, end);
  const daysBack = Math.ceil(short / timetable.minutesADay);
  const worked = daysBack * timetable.minutesADay - short;
  const { opens, before } = timetable.sessions.reduce((found, each) => (each.before <= worked ? each : found));
  return onDay(timetable.workingDayFrom(day, -daysBack), opens + worked - before);
}

/** A day off moves forward to the next working day, at the same time of day. */
export const rolled = (timetable: Timetable, at: WallMinute): WallMinute =>
  onDay(timetable.workingDayFrom(dayNumberAt(at), 0), timeOfDay(at));

/**
 * Thời điểm bắt đầu tính — the instant from which a count runs: itself in working time, else the next opening.
 * @throws Refusal `calendar-not-loaded`
 */
export const normalise = (calendar: WorkingCalendar, instant: Instant): Instant =>
  instantOf(normalised(timetableOf(calendar), minuteOf(instant)));

/**
 * Working minutes from one instant to the other, both cut to the whole minute; 0 when `to` is not later.
 * @throws Refusal `calendar-not-loaded`
 */
export const between = (calendar: WorkingCalendar, from: Instant, to: Instant): number =>
  minutesBetween(timetableOf(calendar), minuteOf(from), minuteOf(to));

const requireCount = (amount: number): void => {
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw new Refusal('limit-out-of-range', null, { amount: String(amount) });
};

/** Whole working minutes after the normalised start; what ends exactly at a closing stays at that closing. */
export function addWorkingMinutes(calendar: WorkingCalendar, start: Instant, minutes: number): Instant {
  requireCount(minutes);
  const timetable = timetableOf(calendar);
  return instantOf(minutesOn(timetable, normalised(timetable, minuteOf(start)), minutes));
}

/**
 * The latest instant from which so many whole working minutes still fit before an end; later, and they do not.
 * @throws Refusal `calendar-not-loaded`
 */
export function latestStart(calendar: WorkingCalendar, end: Instant, minutes: number): Instant {
  requireCount(minutes);
  return minutes === 0 ? end : instantOf(minutesBack(timetableOf(calendar), minuteOf(end), minutes));
}

/** The n-th working day after the normalised start's, at its time of day. */
export function addWorkingDays(calendar: WorkingCalendar, start: Instant, days: number): Instant {
  requireCount(days);
  const timetable = timetableOf(calendar);
  return instantOf(workingDaysOn(timetable, normalised(timetable, minuteOf(start)), days));
}

export const workingDaysOn = (timetable: Timetable, start: WallMinute, days: number): WallMinute =>
  onDay(timetable.workingDayFrom(dayNumberAt(start), days), timeOfDay(start));

/** The opening of the first working day after this day. */
export function nextOpening(calendar: WorkingCalendar, day: Day): Instant {
  const timetable = timetableOf(calendar);
  return instantOf(onDay(timetable.workingDayFrom(dayNumberOf(day) + 1, 0), timetable.opening));
}

/** The end of working hours on this day, 17:00 by default; whether it is worked is not asked. */
export const lastClosingOf = (calendar: WorkingCalendar, day: Day): Instant =>
  instantOf(onDay(dayNumberOf(day), timetableOf(calendar).closing));
