import { mayGive } from '#access';
import { Refusal, type Clock, type EventStore, type Instant, type Meta } from '#kernel';
import { dossier, dossierStream, type Circumstances, type DossierEvent, type DossierState } from '#dossier';
import type { CatalogueInForce } from './catalogue-feed.js';
import { appendDecided, loadDossier, type LoadedDossier } from './dossier-log.js';
import type { DossierRequest } from './dossier-requests.js';
import { commandIdOf, digestOf, eventIdOf } from './identity.js';
import { involvementOf } from './involvement.js';

const ATTEMPTS = 10;
const ACTOR = { id: 'duties', role: 'system', agency: null } as const;

/** What a reaction led to: the dossier as it stands now, and how many events were written. */
export interface Reacted {
  readonly loaded: LoadedDossier;
  readonly written: number;
}

/** Tự động xử lý khi hết hạn: what the engine does by itself, decided again on the stream as it stands. */
export class DossierReactions {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueInForce,
    private readonly clock: Clock,
  ) {}

  /**
   * Loads a dossier, asks what is to be done, decides it and appends all of it at once. What the state refuses is left
   * out: somebody else was faster, and it is no longer owed.
   * @throws Refusal `store-unavailable`, `dossier-corrupt`
   */
  async react(
    dossierId: string,
    requestsOf: (loaded: LoadedDossier, now: Instant) => readonly DossierRequest[],
    correlationId: string,
  ): Promise<Reacted> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const loaded = await loadDossier(this.store, dossierId);
      const on = this.circumstances(loaded);
      const requests = requestsOf(loaded, on.now);
      const meta = metaOf(loaded, requests, on, correlationId);
      const { events, after } = decided(loaded, requests, on, meta);
      if (events.length === 0) return { loaded, written: 0 };
      const appended = await appendDecided(this.store, loaded, events, meta);
      if (appended !== null) return { loaded: after, written: events.length };
    }
    throw new Refusal('store-unavailable', null, { attempts: ATTEMPTS });
  }

  private circumstances({ history }: LoadedDossier): Circumstances {
    const last = history.at(-1)?.meta.recordedAt ?? '';
    const read = this.clock.now();
    const now = read > last ? read : last;
    return { actor: ACTOR, now, at: now, lateReason: null, calendar: this.catalogue.view.calendar() };
  }
}

/** One after the other, each on what those before it led to. */
function decided(loaded: LoadedDossier, requests: readonly DossierRequest[], on: Circumstances, meta: Meta) {
  const stream = dossierStream(loaded.dossierId);
  const events: DossierEvent[] = [];
  let after = loaded;
  for (const request of requests)
    for (const event of granted(request, on, after)) {
      const recorded = {
        ...event,
        id: eventIdOf(meta.commandId, stream, events.length),
        meta,
        stream,
        revision: after.state.revision + 1,
        position: '',
      };
      events.push(event);
      const state: DossierState = dossier.evolve(after.state, recorded);
      after = { ...after, state, history: [...after.history, recorded] };
    }
  return { events, after };
}

function granted(request: DossierRequest, on: Circumstances, loaded: LoadedDossier): readonly DossierEvent[] {
  mayGive(on.actor, { type: request.type }, involvementOf(loaded));
  try {
    return dossier.decide({ ...request, on }, loaded.state);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

const metaOf = (
  { dossierId, state }: LoadedDossier,
  requests: readonly DossierRequest[],
  on: Circumstances,
  correlationId: string,
): Meta => ({
  actor: on.actor,
  recordedAt: on.now,
  effectiveAt: on.at,
  correlationId,
  causationId: null,
  // Of the revision it was decided on: the same again when an answer was lost.
  commandId: commandIdOf(ACTOR.id, `${dossierId} after ${state.revision}`),
  commandDigest: digestOf({ dossierId, requests }),
});
