import type { Instant } from '#kernel';
import type { Limit, Pause } from '#working-time';
import type { Course } from './course.fold.js';
import type { Sent } from './sent.fold.js';

/** Đồng hồ của chặng — since when a leg that was sent runs, what stopped it meanwhile, and until when. */
export interface LegClock {
  readonly limit: Limit | null;
  /** Sent, and all that it waits for delivered: whichever was later. */
  readonly startedAt: Instant;
  /** Waits for the applicant that are over: each supplement, a payment where the leg needs it. */
  readonly pauses: readonly Pause[];
  /** Since when it stands; null while it runs. A leg that is delivered meanwhile stood until then. */
  readonly pausedSince: Instant | null;
  /** Completed or sent back, or the dossier ended. */
  readonly endedAt: Instant | null;
}

/** What of a dossier tells what becomes of what it sends. */
export type Legged = Pick<Course, 'legs' | 'sent' | 'waits' | 'ended'>;

/** Null while the leg waits for others. */
export function clockOf(course: Legged, { leg, sentAt, doneAt, status, answeredAt, limit }: Sent): LegClock | null {
  const known = course.legs.find(({ id }) => id === leg);
  if (known === undefined) return null;
  const endedAt = doneAt ?? (status === 'returned' ? answeredAt : null) ?? course.ended?.at ?? null;
  const startedAt = startOf(course, known.after, sentAt);
  if (startedAt === null || (endedAt !== null && startedAt > endedAt)) return null;
  const waits = course.waits
    .filter((wait) => wait.for === 'supplement' || known.waitsForPayment)
    .map((wait) => ({ from: wait.from > startedAt ? wait.from : startedAt, to: wait.to }))
    .filter(({ from }) => endedAt === null || from < endedAt);
  const pauses = waits.flatMap(({ from, to }) => {
    if (to === null) return [];
    const end = endedAt !== null && to > endedAt ? endedAt : to;
    return end <= from ? [] : [{ from, to: end }];
  });
  const pausedSince = waits.find(({ to }) => to === null)?.from ?? null;
  return { limit: known.limit ?? limit, startedAt, pauses, pausedSince, endedAt };
}

function startOf({ sent }: Legged, after: readonly string[], sentAt: Instant): Instant | null {
  let start = sentAt;
  for (const before of after) {
    const delivered = sent.find(({ leg, doneAt }) => leg === before && doneAt !== null)?.doneAt ?? null;
    if (delivered === null) return null;
    if (delivered > start) start = delivered;
  }
  return start;
}
