import { randomUUID } from 'node:crypto';
import type { CatalogueFeed, DossierReactions, LoadedDossier } from '#handling';
import type { Clock, Gathering } from '#kernel';
import { foldFacts, type DutyFacts } from '../facts.fold.js';
import { noticesBy, owedBy, wakesOf } from '../owed.js';
import type { Settlement } from './settle.js';

/** What a look needs. */
export interface Looking {
  readonly reactions: DossierReactions;
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly settling: Gathering<Settlement, void>;
}

export const factsOf = ({ history }: LoadedDossier): DutyFacts | null =>
  history.reduce<DutyFacts | null>(foldFacts, null);

/**
 * Looks at a dossier whose moment has come: decides on the stream as it stands what is owed by now, writes it, claims what
 * its holders are to be told, and sets the next moment. Late, twice or for nothing, it does what is still owed and no more.
 * @throws Refusal `store-unavailable`, `dossier-corrupt`
 */
export async function look({ reactions, catalogue, clock, settling }: Looking, dossierId: string): Promise<void> {
  const calendar = catalogue.view.calendar();
  const { loaded } = await reactions.react(
    dossierId,
    (dossier, now) => {
      const facts = factsOf(dossier);
      return facts === null ? [] : owedBy(facts, calendar, now);
    },
    randomUUID(),
  );
  const facts = factsOf(loaded);
  if (facts === null) return;
  const read = clock.now();
  const lookedAt = read > facts.recordedAt ? read : facts.recordedAt;
  const notices = noticesBy(facts, calendar, lookedAt);
  await settling.ask({ facts, notices, wakes: wakesOf(facts, calendar), lookedAt });
}
