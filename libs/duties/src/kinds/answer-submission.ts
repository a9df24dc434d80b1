import { ALERT_DESK_AFTER_HOURS } from '#law';
import { answerBy, type WorkingCalendar } from '#working-time';
import { endedBy, type Duty } from '../duty.js';
import type { DutyFacts } from '../facts.fold.js';

const HOUR_MS = 3_600_000;

/**
 * Trả lời hồ sơ trực tuyến: the desk is told at once, as the law wants it within two hours; it is reminded after them, and
 * answers within eight working hours.
 */
export function answerSubmission({ submission }: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  if (submission === null) return [];
  const { at: arisesAt, centre, answeredAt } = submission;
  const dueAt = answerBy(calendar, arisesAt);
  const alertAt = new Date(Date.parse(arisesAt) + ALERT_DESK_AFTER_HOURS * HOUR_MS).toISOString();
  return [
    {
      kind: 'answer-submission',
      no: 1,
      holder: { role: 'reception-officer', agency: centre, officer: null },
      arisesAt,
      dueAt,
      notices: [
        { level: 'owed', at: arisesAt },
        { level: 'warning', at: alertAt },
        { level: 'overdue', at: dueAt },
      ],
      consequence: 'escalate',
      law: 'ND118-2025/17.2',
      ended: endedBy(answeredAt, dueAt),
    },
  ];
}
