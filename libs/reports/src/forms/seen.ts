import type { CatalogueView } from '#catalogue';
import { vietnamDay, type Instant } from '#kernel';
import { endedBy, pausedSince, type Measure } from '../outcome/classes.js';
import type { Standing } from '../outcome/standing.fold.js';

/** Where a dossier stood at the three looks of a form. */
export interface Seen {
  readonly dossierId: string;
  /** At the period's end. */
  readonly end: Standing;
  /** Just before the period. */
  readonly before: Standing | null;
  /** Just before the period, as it was known then: what the form of the period before could say. */
  readonly reported: Standing | null;
}

/** Between which instants a form counts: after `begin`, until `end`. */
export interface Span {
  readonly begin: Instant;
  readonly end: Instant;
}

export const CAME = ['onlineFull', 'onlinePart', 'post', 'counter', 'carried'] as const;
/** How a dossier came into the period. */
export type Came = (typeof CAME)[number];

export const WENT = ['early', 'onTime', 'late', 'runningInTime', 'runningLate'] as const;
/** Where it was at the period's end. */
export type Went = (typeof WENT)[number];

/** Whether a dossier was received and not ended at an instant. */
export const ranAt = (standing: Standing | null, at: Instant): standing is Standing =>
  standing !== null && isReceivedBy(standing, at) && endedBy(standing, at) === null;

const isReceivedBy = ({ receivedAt }: Standing, at: Instant): boolean => receivedAt !== null && receivedAt <= at;

/** Whether anything of a dossier falls into the period: received by its end, and not ended before it began. */
export const isIn = ({ end: standing }: Seen, { begin, end }: Span): boolean =>
  isReceivedBy(standing, end) && endedBy(standing, begin) === null;

/** How one that is in it came; null for one that is said to have come before and did not run then. */
export function cameAs({ end: standing, before }: Seen, { begin }: Span, catalogue: CatalogueView): Came | null {
  if (isReceivedBy(standing, begin)) return ranAt(before, begin) ? 'carried' : null;
  const { channel, procedure, procedureVersion } = standing;
  if (channel === 'post') return 'post';
  // An older register has its own words; what is neither came to a desk.
  if (channel !== 'online') return 'counter';
  const version = procedure === null ? undefined : catalogue.findLocalVersion(procedure, procedureVersion ?? 0);
  return version?.onlineLevel === 'full' ? 'onlineFull' : 'onlinePart';
}

/**
 * Dates against the due date: of the end; of one that was closed for want of a supplement, of the day on which that was asked
 * for; of one that waits for its applicant, of the day on which the wait began. No date was broken where none was promised.
 */
export function wentAs(standing: Standing, measure: Measure, at: Instant): Went {
  const due = measure === 'strict' ? standing.lawful : standing.current;
  const ended = endedBy(standing, at);
  if (ended === null)
    return due !== null && vietnamDay(pausedSince(standing) ?? at) > vietnamDay(due) ? 'runningLate' : 'runningInTime';
  if (due === null) return 'onTime';
  const done = vietnamDay((ended.as === 'closed' ? askedAt(standing) : null) ?? ended.at);
  const day = vietnamDay(due);
  return done < day ? 'early' : done === day ? 'onTime' : 'late';
}

const askedAt = ({ waits }: Standing): Instant | null =>
  waits.findLast(({ for: awaited }) => awaited === 'supplement')?.from ?? null;
