import type { Instant } from '#kernel';
import { begin, type WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts, type Sent } from '../facts.fold.js';
import { warned } from './notice.js';

/** Chặng phối hợp: an agency returns its result within the leg's own limit, from when it has all that it waits for. */
export const legDuties = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  facts.sent.flatMap((sent): readonly Duty[] => {
    const run = runOf(facts, sent, calendar);
    if (run === null) return [];
    const { startedAt: arisesAt, dueAt } = run;
    const done = facts.legsDone.find(({ leg }) => leg === sent.leg)?.at ?? null;
    return [
      {
        kind: 'leg',
        no: sent.transfer,
        holder: { role: 'case-officer', agency: sent.to, officer: null },
        arisesAt,
        dueAt,
        notices: warned(calendar, arisesAt, dueAt),
        consequence: 'escalate',
        law: 'ND118-2025/20.2',
        ended: endedBy(done, dueAt) ?? droppedAt(overAt(facts)),
      },
    ];
  });

/** Since when a leg's clock runs and until when; null while it waits, was sent back, or has no limit. */
export function runOf(
  facts: DutyFacts,
  { leg, limit, status, sentAt }: Sent,
  calendar: WorkingCalendar,
): { readonly startedAt: Instant; readonly dueAt: Instant } | null {
  const known = facts.received?.legs.find(({ id }) => id === leg);
  const allowed = limit ?? known?.limit ?? null;
  if (known === undefined || allowed === null || status === 'returned') return null;
  let startedAt = sentAt;
  for (const before of known.after) {
    const done = facts.legsDone.find((other) => other.leg === before);
    if (done === undefined) return null;
    if (done.at > startedAt) startedAt = done.at;
  }
  return { startedAt, dueAt: begin({ from: startedAt, limit: allowed, calendar }).dueAt };
}
