import { lastOf, vietnamDay, type Instant } from '#kernel';
import { BETWEEN_LEVELS_WITHIN } from '#law';
import { begin, due, ifLoaded, type WorkingCalendar } from '#working-time';
import { clockOf, type LegClock, type Legged } from './leg-clock.js';
import type { Sent } from './sent.fold.js';

/** Hạn của một lần chuyển — until when it is not late, and when that was settled. */
export interface TransferDeadline {
  readonly lateAfter: Instant;
  /** Answered or delivered, standing still for the applicant, or over with its dossier; null while it runs. */
  readonly settledAt: Instant | null;
  /** When whoever it was sent to had done with it: answered, or of a leg delivered or sent back. */
  readonly doneAt: Instant | null;
}

/**
 * A leg by the day of its own due date; the whole dossier, and a leg without a limit, by the instant until which it may be
 * on its way (Article 20.1). Null while a leg waits for those before it.
 * @throws Refusal `calendar-not-loaded`
 */
export function deadlineOf(course: Legged, sent: Sent, calendar: WorkingCalendar): TransferDeadline | null {
  const { sentAt, answeredAt } = sent;
  if (hasLimit(course, sent)) return deadlineOfLeg(clockOf(course, sent), sent, calendar);
  const { dueAt: lateAfter } = begin({ from: sentAt, limit: BETWEEN_LEVELS_WITHIN, calendar });
  return { lateAfter, settledAt: answeredAt ?? course.ended?.at ?? null, doneAt: answeredAt };
}

/** By the first calendar that has the days, and by which it was; undefined where none has. */
export function deadlineBy(
  calendars: readonly WorkingCalendar[],
  course: Legged,
  sent: Sent,
): { readonly deadline: TransferDeadline | null; readonly calendar: WorkingCalendar } | undefined {
  for (const calendar of calendars) {
    const deadline = ifLoaded(() => deadlineOf(course, sent, calendar));
    if (deadline !== undefined) return { deadline, calendar };
  }
  return undefined;
}

const hasLimit = ({ legs }: Legged, { leg, limit }: Sent): boolean =>
  leg !== null && (legs.find(({ id }) => id === leg)?.limit ?? limit) !== null;

function deadlineOfLeg(clock: LegClock | null, sent: Sent, calendar: WorkingCalendar): TransferDeadline | null {
  if (clock === null || clock.limit === null) return null;
  const { startedAt: from, limit, pauses, pausedSince, endedAt } = clock;
  const { dueAt } = due({ from, limit, calendar, policy: 'PAUSE', pauses });
  const doneAt = sent.status === 'returned' ? sent.answeredAt : sent.doneAt;
  return { lateAfter: lastOf(vietnamDay(dueAt)), settledAt: pausedSince ?? endedAt, doneAt };
}
