import { vietnamDay, type Instant } from '#kernel';
import type { DueDates } from '#dossier';
import { between, type WorkingCalendar } from '#working-time';
import { calendarOf, findCalendarOf } from '../course/calendar-of.js';
import type { Course, Ending } from '../course/course.fold.js';
import type { Holder } from './holder.fold.js';
import { limitsOf, type LimitLine } from './limits.js';
import type { ResponsibilityRow } from './responsibility.fold.js';

/** A turn with its working minutes; an open one is counted to the moment that the ledger is read. */
export interface LedgerTurn {
  readonly holder: Holder;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly minutes: number;
}

/** Whom of all the elapsed minutes how many belong to. */
export interface HolderShare {
  readonly is: Holder['is'];
  /** Null where no agency holds it; of transit, the one that it is on its way to. */
  readonly agency: string | null;
  readonly minutes: number;
}

/** By dates, as every figure; minutes from the due instant on, 0 where it is not late. */
export interface Lateness {
  readonly dueAt: Instant;
  readonly late: boolean;
  readonly minutes: number;
}

export type LedgerStatus = 'not-received' | 'running' | 'waiting' | Ending;

/** Sổ trách nhiệm as it is read: every elapsed working minute with its holder. */
export interface Ledger {
  readonly dossierId: string;
  readonly code: string | null;
  readonly status: LedgerStatus;
  readonly receivedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Working minutes from reception to the end, or to now; the sum over all turns. */
  readonly elapsed: number;
  readonly turns: readonly LedgerTurn[];
  readonly shares: readonly HolderShare[];
  readonly limits: readonly LimitLine[];
  readonly lateness: { readonly lawful: Lateness; readonly current: Lateness } | null;
  /** Chờ trả kết quả: no holder's time; minutes are null where the calendar of a year so late is not published. */
  readonly collection: { readonly from: Instant; readonly to: Instant | null; readonly minutes: number | null } | null;
}

/** The ledger of a dossier at a moment. @throws Refusal `calendar-not-loaded` */
export function ledgerOf(row: ResponsibilityRow, calendars: readonly WorkingCalendar[], now: Instant): Ledger {
  const { dossierId, code, course } = row;
  const nobody = { turns: [], shares: [], limits: [], lateness: null, collection: null };
  if (course === null)
    return { dossierId, code, status: 'not-received', receivedAt: null, endedAt: null, elapsed: 0, ...nobody };
  const end = course.ended?.at ?? laterOf(now, row.turns.at(-1)?.from ?? course.receivedAt);
  const calendar = calendarOf(calendars, course, end);
  const minutes = (from: Instant, to: Instant | null) => between(calendar, from, to ?? end);
  const turns = row.turns.map((turn) => ({ ...turn, minutes: minutes(turn.from, turn.to) }));
  return {
    dossierId,
    code,
    status: course.ended?.as ?? (course.waits.some(({ to }) => to === null) ? 'waiting' : 'running'),
    receivedAt: course.receivedAt,
    endedAt: course.ended?.at ?? null,
    elapsed: minutes(course.receivedAt, end),
    turns,
    shares: sharesOf(turns),
    limits: limitsOf(course, turns, calendar, end),
    lateness: latenessOf(course, calendar, end),
    collection: collectionOf(course, calendars, now),
  };
}

/** A clock that is behind the one that wrote the last event makes no time run backwards. */
const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);

const agencyOf = (holder: Holder): string | null =>
  holder.is === 'transit' ? holder.to : 'agency' in holder ? holder.agency : null;

function sharesOf(turns: readonly LedgerTurn[]): readonly HolderShare[] {
  const shares = new Map<string, HolderShare>();
  for (const { holder, minutes } of turns) {
    const agency = agencyOf(holder);
    const key = `${holder.is} ${agency ?? ''}`;
    shares.set(key, { is: holder.is, agency, minutes: (shares.get(key)?.minutes ?? 0) + minutes });
  }
  return [...shares.values()];
}

/** While the applicant is waited for, a dossier is as late as it was when the wait began; closed for it, too. */
function latenessOf({ dates, waits, ended }: Course, calendar: WorkingCalendar, end: Instant): Ledger['lateness'] {
  const frozen = ended === null || ended.as === 'closed' ? waits.find(({ to }) => to === null)?.from : undefined;
  const until = frozen ?? end;
  const after = (dueAt: DueDates['lawful']): Lateness => {
    const late = vietnamDay(until) > vietnamDay(dueAt);
    return { dueAt, late, minutes: late ? between(calendar, dueAt, until) : 0 };
  };
  return { lawful: after(dates.lawful), current: after(dates.current) };
}

function collectionOf(course: Course, calendars: readonly WorkingCalendar[], now: Instant): Ledger['collection'] {
  const { ended, collectedAt } = course;
  if (ended?.as !== 'finished') return null;
  const until = collectedAt ?? now;
  const calendar = findCalendarOf(calendars, course, until);
  return {
    from: ended.at,
    to: collectedAt,
    minutes: calendar === undefined ? null : between(calendar, ended.at, until),
  };
}
