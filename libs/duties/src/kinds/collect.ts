import { addWorkingDays, type WorkingCalendar } from '#working-time';
import { endedBy, type Duty } from '../duty.js';
import type { DutyFacts } from '../facts.fold.js';

/** A result that lies at the desk for so long is asked after (choice). */
const WORKING_DAYS = 5;

/** Kết quả chưa được nhận: the desk asks the citizen to come; nobody is at fault, so it lapses. */
export function collect(
  { received: file, readyAt, returnedAt }: DutyFacts,
  calendar: WorkingCalendar,
): readonly Duty[] {
  if (file === null || readyAt === null) return [];
  const dueAt = addWorkingDays(calendar, readyAt, WORKING_DAYS);
  return [
    {
      kind: 'collect',
      no: 1,
      holder: { role: 'reception-officer', agency: file.collectAt, officer: null },
      arisesAt: readyAt,
      dueAt,
      notices: [{ level: 'overdue', at: dueAt }],
      consequence: 'lapse',
      law: 'ND118-2025/22.3',
      ended: endedBy(returnedAt, dueAt),
    },
  ];
}
