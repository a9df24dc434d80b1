import { legsBy, type Leg, type LegFacts } from '#dossier';
import type { WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Chặng phối hợp: an agency returns its result within the leg's own limit, from when it has all that it waits for. */
export const legDuties = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  runningLegs(facts, calendar).flatMap(({ transfer, ...leg }): readonly Duty[] => {
    const { holder, startedAt: arisesAt, dueAt, completedAt } = leg;
    if (holder === null || arisesAt === null || dueAt === null) return [];
    return [
      {
        kind: 'leg',
        no: transfer,
        holder: { role: 'case-officer', agency: holder, officer: null },
        arisesAt,
        dueAt,
        notices: warned(calendar, arisesAt, dueAt),
        consequence: 'escalate',
        law: 'ND118-2025/20.2',
        ended: endedBy(completedAt, dueAt) ?? droppedAt(overAt(facts)),
      },
    ];
  });

/** Legs whose clock runs or has run, with the number of the hand-over that they were sent by; none while it stands. */
export const runningLegs = (
  facts: DutyFacts,
  calendar: WorkingCalendar,
): readonly (Leg & { readonly transfer: number })[] => {
  const told = legFactsOf(facts);
  return legsBy(told, calendar).flatMap((leg) => {
    const transfer = told.sendings.get(leg.id)?.transfer;
    const runs = leg.startedAt !== null && leg.pausedSince === null;
    return transfer === undefined || !runs ? [] : [{ ...leg, transfer }];
  });
};

const legFactsOf = ({ received, sent, legsDone, waits }: DutyFacts): LegFacts => ({
  legs: received?.legs ?? [],
  sendings: new Map(
    sent.flatMap(({ leg, transfer, to, limit, sentAt, answeredAt, status }) =>
      leg === null
        ? []
        : [[leg, { transfer, to, limit, sentAt, acceptedAt: answeredAt, returned: status === 'returned' }]],
    ),
  ),
  completed: new Map(legsDone.map(({ leg, at }) => [leg, at])),
  waits: waits.map((wait) => ({ for: wait.is, from: wait.since, to: wait.endedAt })),
});
