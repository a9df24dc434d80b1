import type { Instant } from '#kernel';
import { between, ifLoaded, type WorkingCalendar } from '#working-time';
import type { Legged } from '../course/leg-clock.js';
import type { Sent } from '../course/sent.fold.js';
import { deadlineBy, type TransferDeadline } from '../course/transfer-deadline.js';

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
  /** By which its minutes and its due date are counted, as far as they are. */
  readonly calendars: readonly string[];
}

/** The transfers of a dossier, by the calendars that it can be counted by; what none of them can is null. */
export const flowsOf = (course: Legged, calendars: readonly WorkingCalendar[]): readonly Flow[] =>
  course.sent.map((sent) => {
    const [calendar] = calendars;
    const { transfer, from, to, fromNow, toNow, leg, form, sentAt, answeredAt, doneAt: completedAt } = sent;
    const lapsed = sent.status === 'in-transit' && course.ended !== null;
    const judged = deadlineBy(calendars, course, sent);
    return {
      ...{ transfer, from, to, fromNow, toNow, leg, form, sentAt, answeredAt, completedAt },
      status: lapsed ? 'lapsed' : sent.status,
      transitMinutes: ifLoaded(() => (answeredAt === null ? null : minutesOn(calendar, sentAt, answeredAt))) ?? null,
      heldMinutes: ifLoaded(() => heldMinutes(course, sent, calendar)) ?? null,
      ...punctuality(judged?.deadline ?? null),
      calendars: namesOf([calendar, judged?.calendar]),
    };
  });

const namesOf = (calendars: readonly (WorkingCalendar | undefined)[]): readonly string[] => [
  ...new Set(calendars.flatMap((calendar) => (calendar === undefined ? [] : [`${calendar.id} ${calendar.version}`]))),
];

const minutesOn = (calendar: WorkingCalendar | undefined, from: Instant, to: Instant): number | null =>
  calendar === undefined ? null : between(calendar, from, to);

/** A leg until it is delivered, the whole until it is sent on, either until the dossier ends. */
function heldMinutes(course: Legged, sent: Sent, calendar: WorkingCalendar | undefined): number | null {
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

const punctuality = (deadline: TransferDeadline | null): Pick<Flow, 'late' | 'lateAfter'> => {
  if (deadline === null) return { late: null, lateAfter: null };
  const { lateAfter, settledAt } = deadline;
  return settledAt === null ? { late: null, lateAfter } : { late: settledAt > lateAfter, lateAfter: null };
};
