import type { Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';

/** Working time by walking through the days one by one; shares nothing with the library that counts it. */
const VIETNAM_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Minutes since 1970 on the clocks of Vietnam, cut to the whole minute. */
export const wallMinute = (instant: Instant): number => Math.floor((Date.parse(instant) + VIETNAM_MS) / MINUTE_MS);
export const instantOf = (minute: number): Instant => new Date(minute * MINUTE_MS - VIETNAM_MS).toISOString();
export const dayNumber = (instant: Instant): number => Math.floor(wallMinute(instant) / DAY_MINUTES);

const minuteOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The hours of a day as minutes since 1970; none on a day off. Null where the year is not published. */
function hoursOn(calendar: WorkingCalendar, day: number): readonly (readonly [number, number])[] | null {
  const date = new Date(day * DAY_MINUTES * MINUTE_MS);
  const text = date.toISOString().slice(0, 10);
  const year = calendar.years.find((each) => each.year === date.getUTCFullYear());
  if (year === undefined) return null;
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const isWorked = text in year.worked || (!isWeekend && !(text in year.off));
  if (!isWorked) return [];
  return calendar.workingHours.map(
    ([from, to]) => [day * DAY_MINUTES + minuteOfDay(from), day * DAY_MINUTES + minuteOfDay(to)] as const,
  );
}

/** Null where a day of them is in no published year. */
export function minutesBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number | null {
  const [start, end] = [wallMinute(from), wallMinute(to)];
  let minutes = 0;
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const hours = hoursOn(calendar, day);
    if (hours === null) return null;
    for (const [opens, closes] of hours) minutes += Math.max(0, Math.min(closes, end) - Math.max(opens, start));
  }
  return minutes;
}

/** The minute at which so many working minutes have gone by; null where the calendar ends before. */
export function afterMinutes(calendar: WorkingCalendar, from: Instant, minutes: number): Instant | null {
  let left = minutes;
  for (let day = dayNumber(from); ; day += 1) {
    const hours = hoursOn(calendar, day);
    if (hours === null) return null;
    for (const [opens, closes] of hours) {
      const begin = Math.max(opens, wallMinute(from));
      if (begin >= closes) continue;
      if (closes - begin >= left) return instantOf(begin + left);
      left -= closes - begin;
    }
  }
}

/** The next working day, at the time of day at which work could begin; null where the calendar ends before. */
export function oneWorkingDayAfter(calendar: WorkingCalendar, from: Instant): Instant | null {
  let begin: number | null = null;
  for (let day = dayNumber(from); ; day += 1) {
    const hours = hoursOn(calendar, day);
    if (hours === null) return null;
    if (hours.length === 0) continue;
    if (begin !== null) return instantOf(day * DAY_MINUTES + (begin % DAY_MINUTES));
    for (const [opens, closes] of hours)
      if (begin === null && wallMinute(from) < closes) begin = Math.max(opens, wallMinute(from));
  }
}
