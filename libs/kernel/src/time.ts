/** An instant as `Date.prototype.toISOString` prints it (`2026-11-20T02:00:00.000Z`), so that text order is time order. */
export type Instant = string;

/** A calendar day in Vietnam, `YYYY-MM-DD`. */
export type Day = string;

export const MINUTE = 60_000;
const VIETNAM_OFFSET = 7 * 60 * MINUTE;

/** An instant of which the day in Vietnam is that of UTC. */
const BEFORE_MIDNIGHT = /^\d{4}-\d\d-\d\dT(?:0\d|1[0-6]):\d\d:\d\d\.\d{3}Z$/;

/** One of which it is the next day, of the same month in any month. */
const EVENING = /^\d{4}-\d\d-(?:0[1-9]|1\d|2[0-7])T(?:1[7-9]|2[0-3]):\d\d:\d\d\.\d{3}Z$/;

/** The calendar day of an instant in Vietnam (UTC+7, no summer time). */
export function vietnamDay(instant: Instant): Day {
  // Nothing is asked for as often: a day is made of its text where that tells it.
  if (BEFORE_MIDNIGHT.test(instant)) return instant.slice(0, 'yyyy-mm-dd'.length);
  if (EVENING.test(instant)) {
    const day = Number(instant.slice('yyyy-mm-'.length, 'yyyy-mm-dd'.length)) + 1;
    return `${instant.slice(0, 'yyyy-mm-'.length)}${day < 10 ? '0' : ''}${day}`;
  }
  return new Date(Date.parse(instant) + VIETNAM_OFFSET).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** No register of anybody begins before, and no clock of ours has it. */
const FIRST_DAY: Day = '1900-01-01';

/** Whether a text is a day that exists, `YYYY-MM-DD`, since 1900. */
export const isDay = (text: string): boolean => {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= FIRST_DAY ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
};

/** The day so many days after another. */
export const dayAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * MINUTE).toISOString().slice(0, 10);

/** The first instant of a day in Vietnam. */
export const startOf = (day: Day): Instant => new Date(`${day}T00:00:00+07:00`).toISOString();

/** The first instant after a day in Vietnam, which exists. */
export const firstAfter = (day: Day): Instant => `${day}T17:00:00.000Z`;

/** The first instant at which what may be done until an instant, in its last moment too, is late. */
export const justAfter = (instant: Instant): Instant => new Date(Date.parse(instant) + 1).toISOString();

/** The last instant of a day in Vietnam. */
export const lastOf = (day: Day): Instant => new Date(Date.parse(startOf(dayAfter(day, 1))) - 1).toISOString();

/** The instant as a person in Vietnam writes it, with its offset: `2026-11-20T09:00:00+07:00`. */
export const inVietnam = (instant: Instant): string =>
  `${new Date(Date.parse(instant) + VIETNAM_OFFSET).toISOString().slice(0, 19)}+07:00`;

/** The instant cut to the whole minute, as every count begins. */
export const wholeMinute = (instant: Instant): Instant =>
  new Date(Math.floor(Date.parse(instant) / MINUTE) * MINUTE).toISOString();
