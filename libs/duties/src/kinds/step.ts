import type { Instant } from '#kernel';
import { addWorkingMinutes, between, normalise, type WorkingCalendar } from '#working-time';
import type { Duty } from '../duty.js';
import { inHand, isWaiting, type DutyFacts } from '../facts.fold.js';

const HOUR_MINUTES = 60;

/** The step in hand, its allowance in working minutes, and until when it lasts. */
export interface RunningStep {
  readonly id: string;
  readonly role: string;
  readonly no: number;
  readonly since: Instant;
  readonly left: number;
  readonly endsAt: Instant;
}

/** Bước đang xử lý; null while the applicant is waited for, when nothing is left to do, or without an allowance. */
export function runningStep(facts: DutyFacts, calendar: WorkingCalendar): RunningStep | null {
  const current = inHand(facts);
  if (current === null || facts.step === null || isWaiting(facts) || current.hours === null) return null;
  const spent = facts.step.before.reduce((sum, { from, to }) => sum + between(calendar, from, to), 0);
  const left = Math.max(0, Math.round(current.hours * HOUR_MINUTES) - spent);
  const { since } = facts.step;
  const endsAt = left === 0 ? normalise(calendar, since) : addWorkingMinutes(calendar, since, left);
  return { id: current.id, role: current.role, no: current.no, since, left, endsAt };
}

/** Xử lý bước: whoever has the step in hand finishes it within its hours; when not, the dossier is forecast late. */
export function stepDuty(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const step = runningStep(facts, calendar);
  const { received: file } = facts;
  if (step === null || file === null) return [];
  return [
    {
      kind: 'step',
      no: step.no,
      holder: { role: step.role, agency: file.holder, officer: facts.officer },
      arisesAt: step.since,
      dueAt: step.endsAt,
      notices: [{ level: 'overdue', at: step.endsAt }],
      consequence: 'forecast',
      law: 'ND118-2025/19.1',
      ended: null,
    },
  ];
}
