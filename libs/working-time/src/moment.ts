import { MINUTE, Refusal, type Day, type Instant } from '#kernel';

/** Whole minutes since 1970-01-01 00:00 as a clock on a wall in Vietnam counts them. */
export type WallMinute = number;

/** Whole days since 1970-01-01 on a calendar in Vietnam. */
export type DayNumber = number;

export const MINUTES_A_DAY = 1440;
/** UTC+7, no summer time. */
const VIETNAM_OFFSET = 7 * 60;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The instant cut to its whole minute. @throws Refusal `invalid-input` when it is none. */
export function minuteOf(instant: Instant): WallMinute {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) throw new Refusal('invalid-input', null, { instant });
  return Math.floor(at / MINUTE) + VIETNAM_OFFSET;
}

export const instantOf = (minute: WallMinute): Instant => new Date((minute - VIETNAM_OFFSET) * MINUTE).toISOString();

export const dayNumberAt = (minute: WallMinute): DayNumber => Math.floor(minute / MINUTES_A_DAY);

/** Minutes since midnight, 0 to 1439. */
export const timeOfDay = (minute: WallMinute): number => minute - dayNumberAt(minute) * MINUTES_A_DAY;

export const onDay = (day: DayNumber, minutesSinceMidnight: number): WallMinute =>
  day * MINUTES_A_DAY + minutesSinceMidnight;

/** @throws Refusal `invalid-input` for what is no day, 30 February too. */
export function dayNumberOf(day: Day): DayNumber {
  const number = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) / (MINUTES_A_DAY * MINUTE) : Number.NaN;
  if (Number.isNaN(number) || dayOf(number) !== day) throw new Refusal('invalid-input', null, { day });
  return number;
}

export const dayOf = (number: DayNumber): Day =>
  new Date(number * MINUTES_A_DAY * MINUTE).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** 0 Sunday … 6 Saturday; 1970-01-01 was a Thursday. */
export const weekdayOf = (number: DayNumber): number => (((number + 4) % 7) + 7) % 7;

export const yearOf = (number: DayNumber): number => new Date(number * MINUTES_A_DAY * MINUTE).getUTCFullYear();

/** The same day `months` on, clamped to the month's end. */
export function monthsOn(number: DayNumber, months: number): DayNumber {
  const start = new Date(number * MINUTES_A_DAY * MINUTE);
  const lastOfMonth = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0);
  const sameDay = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate());
  return Math.min(lastOfMonth, sameDay) / (MINUTES_A_DAY * MINUTE);
}

/** `07:30` as minutes since midnight. @throws Refusal `invalid-input`. */
export function minutesSinceMidnight(hour: string): number {
  if (!HOUR.test(hour)) throw new Refusal('invalid-input', null, { hour });
  return Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3));
}

/** Minutes since midnight as `HH:MM`. */
export const hourOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
