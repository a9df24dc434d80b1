import { dutiesOf, foldFacts, noticesBy, owedBy, type DutyFacts, type DutyKind } from '#duties';
import type { DossierCommand } from '#dossier';
import { at, historyOf, publicCalendar, wall } from '#testing';

/** What somebody owes on a dossier after these commands, and what the engine then does about it. */
export function dutiesAfter(...commands: readonly DossierCommand[]) {
  const facts = historyOf(...commands).reduce<DutyFacts | null>(foldFacts, null);
  if (facts === null) throw new Error('no event');
  return {
    of(kind: DutyKind) {
      const duty = dutiesOf(facts, publicCalendar).find((one) => one.kind === kind);
      return duty === undefined
        ? null
        : {
            holder: `${duty.holder.role}@${duty.holder.agency}`,
            due: wall(duty.dueAt),
            outcome: duty.ended?.outcome ?? 'open',
          };
    },
    toldBy: (moment: string, kind: DutyKind) =>
      noticesBy(facts, publicCalendar, at(moment)).flatMap(({ duty, level }) => (duty.kind === kind ? [level] : [])),
    doneAt: (moment: string) => owedBy(facts, publicCalendar, at(moment)).map(({ type }) => type),
  };
}
