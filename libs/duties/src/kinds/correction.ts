import type { WorkingCalendar } from '#working-time';
import { endedBy, type Duty } from '../duty.js';
import type { DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Đính chính kết quả sai: the agency at fault puts it right within three working days. */
export function corrections(
  { received: file, corrections: all }: DutyFacts,
  calendar: WorkingCalendar,
): readonly Duty[] {
  if (file === null) return [];
  return all.map(({ at, by, closedAt }, index): Duty => ({
    kind: 'correction',
    no: index + 1,
    holder: { role: 'unit-head', agency: file.decidingAgency, officer: null },
    arisesAt: at,
    dueAt: by,
    notices: [{ level: 'owed', at }, ...warned(calendar, at, by)],
    consequence: 'escalate',
    law: 'ND118-2025/23.1',
    ended: endedBy(closedAt, by),
  }));
}
