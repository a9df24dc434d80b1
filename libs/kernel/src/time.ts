/** An instant as `Date.prototype.toISOString` prints it (`2026-11-20T02:00:00.000Z`), so that text order is time order. */
export type Instant = string;

/** A calendar day in Vietnam, `YYYY-MM-DD`. */
export type Day = string;

export const MINUTE = 60_000;
const VIETNAM_OFFSET = 7 * 60 * MINUTE;

/** The calendar day of an instant in Vietnam (UTC+7, no summer time). */
export const vietnamDay = (instant: Instant): Day =>
  new Date(Date.parse(instant) + VIETNAM_OFFSET).toISOString().slice(0, 10);

/** Whether a text is a day that exists, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
};

/** The day so many days after another. */
export const dayAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * MINUTE).toISOString().slice(0, 10);

/** The first instant of a day in Vietnam. */
export const startOf = (day: Day): Instant => new Date(`${day}T00:00:00+07:00`).toISOString();

/** The last instant of a day in Vietnam. */
export const lastOf = (day: Day): Instant => new Date(Date.parse(startOf(dayAfter(day, 1))) - 1).toISOString();

/** The instant as a person in Vietnam writes it, with its offset: `2026-11-20T09:00:00+07:00`. */
export const inVietnam = (instant: Instant): string =>
  `${new Date(Date.parse(instant) + VIETNAM_OFFSET).toISOString().slice(0, 19)}+07:00`;

/** The instant cut to the whole minute, as every count begins. */
export const wholeMinute = (instant: Instant): Instant =>
  new Date(Math.floor(Date.parse(instant) / MINUTE) * MINUTE).toISOString();
