import { owedBy, wakesOf, type DutyFacts } from '#duties';
import type { Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';

/** How many things the engine owes on a dossier at a moment. */
export const owedCount = (facts: DutyFacts | null, calendar: WorkingCalendar, at: Instant): number =>
  facts === null ? 0 : owedBy(facts, calendar, at).length;

/**
 * The first moment, until another one, at which the engine owes more than `refused` things that it tried in vain; null where
 * there is none. What is owed only grows while nobody does anything, so one look at the end mostly answers it.
 */
export function nextWake(
  facts: DutyFacts | null,
  calendar: WorkingCalendar,
  { now, until, refused }: { readonly now: Instant; readonly until: Instant; readonly refused: number },
): Instant | null {
  if (facts === null || owedCount(facts, calendar, until) <= refused) return null;
  if (owedCount(facts, calendar, now) > refused) return now;
  const wakes = wakesOf(facts, calendar).filter((at) => at > now && at <= until);
  return wakes.find((at) => owedCount(facts, calendar, at) > refused) ?? until;
}
