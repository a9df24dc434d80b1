import { Refusal, vietnamDay, type Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import type { Course } from './course.fold.js';

const yearOf = (instant: Instant): number => Number(vietnamDay(instant).slice(0, 4));

const covers = ({ years }: WorkingCalendar, from: number, to: number): boolean => {
  const published = new Set(years.map(({ year }) => year));
  for (let year = from; year <= to; year += 1) if (!published.has(year)) return false;
  return true;
};

/**
 * The calendar that a dossier's minutes are counted by, up to an instant: the version that its due date rests on, or the
 * first later one that has all the years. One calendar for all of a dossier, so that what is counted in parts sums up.
 */
export const findCalendarOf = (
  calendars: readonly WorkingCalendar[],
  course: Pick<Course, 'calendar' | 'receivedAt'>,
  until: Instant,
): WorkingCalendar | undefined => calendarsOf(calendars, course, until)[0];

function calendarsOf(
  calendars: readonly WorkingCalendar[],
  { calendar, receivedAt }: Pick<Course, 'calendar' | 'receivedAt'>,
  until: Instant,
): readonly WorkingCalendar[] {
  return calendars
    .filter(({ id, version }) => id === calendar.id && version >= calendar.version)
    .filter((each) => covers(each, yearOf(receivedAt), yearOf(until)))
    .toSorted((a, b) => a.version - b.version);
}

/** A dossier that may have sent something. */
type Sender = Pick<Course, 'ended' | 'sent'> & {
  readonly calendar: Course['calendar'] | null;
  readonly receivedAt: Instant | null;
};

/**
 * The calendars that what a dossier sent can be counted by, the first before all: they have the years of all that happened to
 * it. What is due in a year that the first has not is counted by the next that has. None before reception, when nothing was sent.
 */
export function calendarsOfSent(
  calendars: readonly WorkingCalendar[],
  { calendar, receivedAt, ended, sent }: Sender,
): readonly WorkingCalendar[] {
  if (calendar === null || receivedAt === null) return [];
  const instants = sent.flatMap(({ sentAt, answeredAt, doneAt }) => [sentAt, answeredAt, doneAt]);
  const last = [ended?.at ?? null, ...instants].reduce<Instant>(
    (latest, at) => (at !== null && at > latest ? at : latest),
    receivedAt,
  );
  return calendarsOf(calendars, { calendar, receivedAt }, last);
}

/** @throws Refusal `calendar-not-loaded` */
export function calendarOf(
  calendars: readonly WorkingCalendar[],
  course: Pick<Course, 'calendar' | 'receivedAt'>,
  until: Instant,
): WorkingCalendar {
  const found = findCalendarOf(calendars, course, until);
  if (found === undefined) throw new Refusal('calendar-not-loaded', null, { ...course.calendar, year: yearOf(until) });
  return found;
}
