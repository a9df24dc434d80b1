import { lastOf, Refusal, vietnamDay, type Instant } from '#kernel';
import { BETWEEN_LEVELS_WITHIN } from '#law';
import { begin, between, due, type WorkingCalendar } from '#working-time';
import type { Course } from '../course/course.fold.js';
import { clockOf, type LegClock } from '../course/leg-clock.js';
import type { Sent } from '../course/sent.fold.js';

/** `lapsed`: the dossier ended before anybody answered; it counts among those in transit, for nobody took it over. */
export const FLOW_STATUSES = ['in-transit', 'lapsed', 'accepted', 'returned'] as const;
export type FlowStatus = (typeof FLOW_STATUSES)[number];

/** What is kept of one transfer; minutes are working minutes. */
export interface Flow {
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly fromNow: string;
  readonly toNow: string;
  readonly leg: string | null;
  readonly procedureCode: string;
  readonly field: string;
  readonly form: Sent['form'];
  readonly sentAt: Instant;
  readonly answeredAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly status: FlowStatus;
  /** From sending to the answer; null while there is none. */
  readonly transitMinutes: number | null;
  /** From taking over to delivery, or to sending on; null while it is held, and where it never was. */
  readonly heldMinutes: number | null;
  /** Whether it was late, once nothing can change that any more. */
  readonly late: boolean | null;
  /** Else the last instant at which it is not late yet; null where its clock stands or waits. */
  readonly lateAfter: Instant | null;
}

/** The transfers of a dossier; undefined as a calendar where none has the years: what would be counted is null. */
export const flowsOf = (course: Course, calendar: WorkingCalendar | undefined): readonly Flow[] =>
  course.sent.map((sent) => {
    const { transfer, from, to, fromNow, toNow, leg, form, sentAt, answeredAt, doneAt: completedAt } = sent;
    const lapsed = sent.status === 'in-transit' && course.ended !== null;
    return {
      ...{ transfer, from, to, fromNow, toNow, leg, form, sentAt, answeredAt, completedAt },
      procedureCode: course.procedureCode,
      field: course.field,
      status: lapsed ? 'lapsed' : sent.status,
      transitMinutes: counted(() => (answeredAt === null ? null : minutesOn(calendar, sentAt, answeredAt))),
      heldMinutes: counted(() => heldMinutes(course, sent, calendar)),
      ...(counted(() => punctuality(course, sent, calendar)) ?? { late: null, lateAfter: null }),
    };
  });

/** Null where the calendar has not the days; anything else thrown is a fault. */
function counted<T>(count: () => T | null): T | null {
  try {
    return count();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const minutesOn = (calendar: WorkingCalendar | undefined, from: Instant, to: Instant): number | null =>
  calendar === undefined ? null : between(calendar, from, to);

/** A leg until it is delivered, the whole until it is sent on, either until the dossier ends. */
function heldMinutes(course: Course, sent: Sent, calendar: WorkingCalendar | undefined): number | null {
  if (sent.status !== 'accepted' || sent.answeredAt === null || calendar === undefined) return null;
  const end = course.ended?.at ?? null;
  if (sent.leg !== null) {
    const until = sent.doneAt ?? end;
    return until === null ? null : between(calendar, sent.answeredAt, until);
  }
  const later = course.sent.filter(({ transfer, leg }) => leg === null && transfer > sent.transfer);
  const onwards = later.findIndex(({ status }) => status === 'accepted');
  const away = later.slice(0, onwards < 0 ? later.length : onwards);
  const until = later[onwards]?.sentAt ?? end;
  if (until === null) return null;
  return away.reduce(
    (held, { sentAt, answeredAt }) => held - between(calendar, sentAt, answeredAt ?? until),
    between(calendar, sent.answeredAt, until),
  );
}

type Punctuality = Pick<Flow, 'late' | 'lateAfter'>;

const endOfDay = (instant: Instant): Instant => lastOf(vietnamDay(instant));

const punctual = (lateAfter: Instant, settledAt: Instant | null): Punctuality =>
  settledAt === null ? { late: null, lateAfter } : { late: settledAt > lateAfter, lateAfter: null };

/**
 * A leg by the day of its own due date; the whole dossier, and a leg without a limit, by the instant until which it may be
 * on its way (Article 20.1).
 */
function punctuality(course: Course, sent: Sent, calendar: WorkingCalendar | undefined): Punctuality | null {
  if (calendar === undefined) return null;
  if (hasLimit(course, sent)) return punctualityOfLeg(clockOf(course, sent), calendar);
  const { dueAt } = begin({ from: sent.sentAt, limit: BETWEEN_LEVELS_WITHIN, calendar });
  return punctual(dueAt, sent.answeredAt ?? course.ended?.at ?? null);
}

const hasLimit = ({ legs }: Course, { leg, limit }: Sent): boolean =>
  leg !== null && (legs.find(({ id }) => id === leg)?.limit ?? limit) !== null;

/** Null while it waits for the legs before it. */
function punctualityOfLeg(clock: LegClock | null, calendar: WorkingCalendar): Punctuality | null {
  if (clock === null || clock.limit === null) return null;
  const { startedAt: from, limit, pauses, pausedSince, endedAt } = clock;
  const { dueAt } = due({ from, limit, calendar, policy: 'PAUSE', pauses });
  return punctual(endOfDay(dueAt), pausedSince ?? endedAt);
}
