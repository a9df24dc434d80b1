import type { WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { isWaiting, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/**
 * Trả kết quả đúng hẹn: the result is due by the current date; put back once, by the new date, and when that passes too
 * the agency's head is told. While the applicant is waited for nothing is due.
 */
export function result(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const { received: file, rescheduled, readyAt, stoppedAt } = facts;
  const dueAt =
    rescheduled !== null && facts.current !== null ? later(rescheduled.dueAt, facts.current) : facts.current;
  if (file === null || dueAt === null || (isWaiting(facts) && readyAt === null)) return [];
  const arisesAt = rescheduled?.at ?? file.at;
  return [
    {
      kind: 'result',
      no: rescheduled === null ? 1 : 2,
      holder: { role: 'unit-head', agency: file.holder, officer: null },
      arisesAt,
      dueAt,
      notices: warned(calendar, arisesAt, dueAt),
      consequence: 'escalate',
      law: 'ND118-2025/19.6',
      ended: endedBy(readyAt, dueAt) ?? droppedAt(stoppedAt),
    },
  ];
}

const later = (a: string, b: string): string => (a > b ? a : b);
