import {
  RevisionConflict,
  replay,
  StreamCorrupt,
  Refusal,
  StoreUnavailable,
  type EventStore,
  type Meta,
} from '#kernel';
import {
  dossier,
  dossierStream,
  UnknownEvent,
  upcastDossier,
  caseOf,
  type DossierEvent,
  type DossierState,
  type RecordedDossierEvent,
} from '#dossier';
import type { Answer } from './dossier-requests.js';
import { KeyGone } from '#event-store';
import { eventIdOf } from './identity.js';

/** A dossier as its stream tells it. */
export interface LoadedDossier {
  readonly dossierId: string;
  readonly history: readonly RecordedDossierEvent[];
  readonly state: DossierState;
}

/** @throws Refusal `dossier-corrupt` when its history has a gap or an unknown event; `store-unavailable` */
export async function loadDossier(store: EventStore, dossierId: string): Promise<LoadedDossier> {
  const history: RecordedDossierEvent[] = [];
  try {
    for await (const event of store.read(dossierStream(dossierId))) history.push(upcastDossier(event));
  } catch (error) {
    throw explained(error);
  }
  return { dossierId, history, state: replay(dossier, history) };
}

/** Appends what was decided on the history as loaded; null when somebody else wrote in between. */
export async function appendDecided(
  store: EventStore,
  { dossierId, state }: LoadedDossier,
  events: readonly DossierEvent[],
  meta: Meta,
): Promise<Pick<Answer, 'revision' | 'position'> | null> {
  const stream = dossierStream(dossierId);
  const expected = state.revision < 0 ? 'none' : state.revision;
  const proposed = events.map((event, at) => ({ ...event, id: eventIdOf(meta.commandId, stream, at), meta }));
  try {
    return await store.append(stream, expected, proposed);
  } catch (error) {
    if (error instanceof RevisionConflict) return null;
    throw explained(error);
  }
}

/** The answer of the first time, if this command is in the history. @throws Refusal `key-reused` */
export function answeredBefore({ dossierId, history, state }: LoadedDossier, meta: Meta): Answer | null {
  const mine = history.filter((event) => event.meta.commandId === meta.commandId);
  const last = mine.at(-1);
  if (last === undefined) return null;
  // What was asked the first time went with the applicant: nobody can tell whether this is the same.
  if (state.erased && last.meta.commandDigest === '') throw new Refusal('applicant-erased', null, { dossierId });
  if (last.meta.commandDigest !== meta.commandDigest) throw new Refusal('key-reused', null, { dossierId });
  return { dossierId, code: caseOf(state)?.code ?? null, revision: last.revision, position: last.position };
}

/** What went wrong with the log, as a refusal a caller can be told. */
export function explained(error: unknown): unknown {
  if (error instanceof StreamCorrupt)
    return new Refusal('dossier-corrupt', null, { missingRevision: error.expectedRevision });
  if (error instanceof UnknownEvent)
    return new Refusal('dossier-corrupt', null, { revision: error.revision, unknownType: error.eventType });
  if (error instanceof KeyGone) return new Refusal(error.was === 'destroyed' ? 'applicant-erased' : 'dossier-corrupt');
  if (error instanceof StoreUnavailable) return new Refusal('store-unavailable', null, { outcome: error.outcome });
  return error;
}
