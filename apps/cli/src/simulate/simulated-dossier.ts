import { dossier, type DossierState, type RecordedDossierEvent } from '#dossier';
import { foldFacts, type DutyFacts } from '#duties';
import type { LoadedDossier } from '#handling';
import type { Instant } from '#kernel';

/** A dossier as it stands at the simulated moment, also where the log knows already what came after. */
export class SimulatedDossier {
  id: string | null = null;
  state: DossierState = dossier.initial;
  facts: DutyFacts | null = null;
  /** What the log holds next, where it knows more than has happened so far. */
  next: RecordedDossierEvent | null = null;

  constructor(readonly number: number) {}

  /** Goes on to a revision. @returns the events on the way there */
  follow({ dossierId, history }: LoadedDossier, revision: number): readonly RecordedDossierEvent[] {
    const fresh = history.slice(this.state.revision + 1, revision + 1);
    this.id = dossierId;
    this.next = history[Math.max(this.state.revision, revision) + 1] ?? null;
    this.state = fresh.reduce((state, event) => dossier.evolve(state, event), this.state);
    this.facts = fresh.reduce<DutyFacts | null>(foldFacts, this.facts);
    return fresh;
  }

  /** Goes on to what the engine did at this moment, now or when the log was first written. */
  followEngine(loaded: LoadedDossier, at: Instant): readonly RecordedDossierEvent[] {
    const from = this.state.revision + 1;
    const others = loaded.history
      .slice(from)
      .findIndex(({ meta }) => meta.actor.role !== 'system' || meta.recordedAt !== at);
    return this.follow(loaded, (others < 0 ? loaded.history.length : from + others) - 1);
  }
}
