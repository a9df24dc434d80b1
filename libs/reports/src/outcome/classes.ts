import { firstAfter, vietnamDay, type Day, type Instant } from '#kernel';
import type { Standing } from './standing.fold.js';

/** `strict` goes by the lawful due date, `lenient` by the current one, which one rescheduling may have moved. */
export const MEASURES = ['strict', 'lenient'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * Trước hạn, đúng hạn, quá hạn; đang giải quyết trong hạn, quá hạn. Those that ended without a result are buckets of their
 * own, and so is what no date was promised for.
 */
export const CLASSES = [
  ...(['early', 'on-time', 'late', 'running-in-time', 'running-late'] as const),
  ...(['withdrawn', 'stopped', 'closed', 'no-due-date'] as const),
];
export type OutcomeClass = (typeof CLASSES)[number];

const dueBy = ({ lawful, current }: Standing, measure: Measure): Instant | null =>
  measure === 'strict' ? lawful : current;

/** Which class a dossier is in at an instant. Dates are compared, as in the national reports, and not times of day. */
export function classOf(standing: Standing, measure: Measure, at: Instant): OutcomeClass {
  const ended = endedBy(standing, at);
  if (ended !== null && ended.as !== 'finished') return ended.as;
  const due = dueBy(standing, measure);
  if (due === null) return 'no-due-date';
  const day = vietnamDay(due);
  if (ended === null) return vietnamDay(pausedSince(standing) ?? at) > day ? 'running-late' : 'running-in-time';
  const done = vietnamDay(ended.at);
  return done < day ? 'early' : done === day ? 'on-time' : 'late';
}

/** Since when the applicant is waited for, whatever the policy; null while nobody waits. */
export const pausedSince = ({ waits }: Standing): Instant | null => waits.find(({ to }) => to === null)?.from ?? null;

/** How a dossier had ended by an instant; null while it ran. */
export const endedBy = ({ ended }: Standing, at: Instant): Standing['ended'] =>
  ended !== null && ended.at <= at ? ended : null;

/** Between which instants something is so; null: as long as the dossier stands as it does. */
export interface Spell {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/**
 * While a dossier that stands so runs late: from the day after its due date until it ended; of one that waits for its applicant
 * all the while, where the wait began late, and never where it began in time. None where it ended before.
 */
export function whileLate(standing: Standing, measure: Measure): readonly Spell[] {
  const due = dueBy(standing, measure);
  if (due === null) return [];
  const day = vietnamDay(due);
  const paused = pausedSince(standing);
  const until = standing.ended?.at ?? null;
  if (paused !== null) return vietnamDay(paused) > day ? [{ from: null, until }] : [];
  const from = firstAfter(day);
  return until !== null && until <= from ? [] : [{ from, until }];
}

/** Whether it runs in time by the lawful due date, which is no later than a day. */
export const isStillDue = (standing: Standing, at: Instant, day: Day): boolean =>
  standing.receivedAt !== null &&
  standing.lawful !== null &&
  vietnamDay(standing.lawful) <= day &&
  classOf(standing, 'strict', at) === 'running-in-time';
