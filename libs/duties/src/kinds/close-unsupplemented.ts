import type { WorkingCalendar } from '#working-time';
import { droppedAt, type Duty } from '../duty.js';
import type { DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Đóng hồ sơ do không bổ sung: fifteen days after an unanswered request the dossier is closed, by itself. */
export function closeUnsupplemented(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const { received: file } = facts;
  if (file === null) return [];
  return facts.waits.flatMap((wait): readonly Duty[] => {
    if (wait.is !== 'supplement' || wait.closesAt === null) return [];
    return [
      {
        kind: 'close-unsupplemented',
        no: wait.no,
        holder: { role: 'reception-officer', agency: file.centre, officer: null },
        arisesAt: wait.since,
        dueAt: wait.closesAt,
        notices: warned(calendar, wait.since, wait.closesAt).filter(({ level }) => level === 'warning'),
        consequence: 'close',
        law: 'ND118-2025/19.5',
        ended: droppedAt(wait.endedAt),
      },
    ];
  });
}
