import { supplementNoticeBy, type WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts } from '../facts.fold.js';
import { warningAt } from './notice.js';

/**
 * Thông báo bổ sung: whoever appraises may ask for a supplement within three working days of the reception. Whether one
 * is needed nobody but them knows, so the duty lapses; a later request shows as late.
 */
export function supplementNotice(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const { received: file, supplementAskedAt } = facts;
  if (file === null) return [];
  const dueAt = supplementNoticeBy(calendar, file.at);
  return [
    {
      kind: 'supplement-notice',
      no: 1,
      holder: { role: 'case-officer', agency: file.holder, officer: null },
      arisesAt: file.at,
      dueAt,
      notices: [{ level: 'warning', at: warningAt(calendar, dueAt) }],
      consequence: 'lapse',
      law: 'ND118-2025/19.5',
      ended: endedBy(supplementAskedAt, dueAt) ?? droppedAt(overAt(facts) ?? appraisedAt(facts)),
    },
  ];
}

/** Once the step after appraisal is in hand, the file was complete. */
const appraisedAt = ({ completedSteps, step }: DutyFacts) =>
  completedSteps.includes('appraise') && step !== null ? step.since : null;
