import { ERASED, erased, type Actor, type Instant } from '#kernel';
import { dossierEvents, type DossierEventType, type RecordedDossierEvent } from '#dossier';

/** One thing that happened to a dossier. */
export interface TimelineEntry {
  readonly revision: number;
  readonly position: string;
  readonly type: DossierEventType;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  /** Of a late entry; null where it was entered when it happened. */
  readonly lateReason: string | null;
  readonly actor: Actor;
  readonly data: object;
}

/** Dòng thời gian — what comes to the history of one dossier, in order; what is kept of it need not be read for that. */
export interface TimelineAdditions {
  readonly dossierId: string;
  readonly entries: readonly TimelineEntry[];
  /** The revision at which the applicant was erased: nothing personal may stand in what is kept of before; else null. */
  readonly erasedAt: number | null;
}

/** The additions with one more event. */
export function foldTimeline(before: TimelineAdditions | null, event: RecordedDossierEvent): TimelineAdditions {
  const { meta, revision, position, type, data } = event;
  const entry: TimelineEntry = {
    revision,
    position,
    type,
    effectiveAt: meta.effectiveAt,
    recordedAt: meta.recordedAt,
    lateReason: meta.lateReason ?? null,
    actor: meta.actor,
    data,
  };
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    entries: [...(before?.entries ?? []), entry],
    erasedAt: type === 'ApplicantErased' ? revision : (before?.erasedAt ?? null),
  };
}

/** As the event reads once its key was destroyed, so that a rebuild gives the same row. */
export const withoutPerson = (entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  lateReason: entry.lateReason === null ? null : ERASED,
  data: { ...entry.data, ...Object(erased(dossierEvents[entry.type].shape, entry.data)) },
});
