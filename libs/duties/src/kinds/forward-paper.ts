import { paperForwardedBy, type WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Chuyển hồ sơ giấy: the desk hands paper on the same day, or at the next opening; taken up, it was handed on. */
export function forwardPaper(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const { received: file, takenUpAt } = facts;
  if (file === null || !file.hasPaper) return [];
  const dueAt = paperForwardedBy(calendar, file.at);
  return [
    {
      kind: 'forward-paper',
      no: 1,
      holder: { role: 'reception-officer', agency: file.centre, officer: null },
      arisesAt: file.at,
      dueAt,
      notices: warned(calendar, file.at, dueAt),
      consequence: 'escalate',
      law: 'ND118-2025/18.2',
      ended: endedBy(takenUpAt, dueAt) ?? droppedAt(overAt(facts)),
    },
  ];
}
