import type { Instant, Law } from '#kernel';

/** What somebody owes; each kind is a file of `kinds/`. */
export const DUTY_KINDS = [
  'answer-submission',
  'forward-paper',
  'supplement-notice',
  'close-unsupplemented',
  'step',
  'take-over',
  'leg',
  'opinion',
  'apology',
  'result',
  'correction',
  'collect',
] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

/** Who owes it: a role in an agency, and the officer where one was put in charge. */
export interface DutyHolder {
  readonly role: string;
  readonly agency: string;
  readonly officer: string | null;
}

/** When its holder is told: that it arose, that it is near, that it is overdue. */
export const NOTICE_LEVELS = ['owed', 'warning', 'overdue'] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

/**
 * What the engine does when the due instant passes and the duty is still open. `escalate`: the agency's head is told;
 * `forecast`: the dossier will be late, so an apology is owed; `close`, `go-on-without`: the command of its kind;
 * `lapse`: nothing.
 */
export type Consequence = 'escalate' | 'forecast' | 'close' | 'go-on-without' | 'lapse';

/** How a duty ended: in time, late, never though it was due, or because there was nothing left to do. */
export type DutyOutcome = 'kept' | 'late' | 'never' | 'dropped';

/** Nghĩa vụ — what somebody owes on a dossier, by when, and what ends it. */
export interface Duty {
  readonly kind: DutyKind;
  /** Number among those of its kind in the dossier, from 1. */
  readonly no: number;
  readonly holder: DutyHolder;
  readonly arisesAt: Instant;
  readonly dueAt: Instant;
  readonly notices: readonly { readonly level: NoticeLevel; readonly at: Instant }[];
  readonly consequence: Consequence;
  readonly law: Law;
  readonly ended: { readonly at: Instant; readonly outcome: DutyOutcome } | null;
}

/** The name of a duty within its dossier, as events and notices bear it: `opinion 1`. */
export const dutyId = ({ kind, no }: Pick<Duty, 'kind' | 'no'>): string => `${kind} ${no}`;

/** Kept until its due instant, late after it. */
export const endedBy = (at: Instant | null, dueAt: Instant): Duty['ended'] =>
  at === null ? null : { at, outcome: at <= dueAt ? 'kept' : 'late' };

/** There is nothing left to do from an instant on. */
export const droppedAt = (at: Instant | null): Duty['ended'] => (at === null ? null : { at, outcome: 'dropped' });

/** Nothing can be done any more from an instant on; where it was due before, it never was. */
export const overAfter = (at: Instant | null, dueAt: Instant): Duty['ended'] =>
  at !== null && at > dueAt ? { at, outcome: 'never' } : droppedAt(at);
