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

/** Dòng thời gian — everything that happened to one dossier, in order. */
export interface TimelineRow {
  readonly dossierId: string;
  /** Mã hồ sơ; null before reception. */
  readonly code: string | null;
  readonly entries: readonly TimelineEntry[];
  readonly revision: number;
}

/** The timeline with one more event. */
export function foldTimeline(row: TimelineRow | null, event: RecordedDossierEvent): TimelineRow {
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
    code: codeOf(event) ?? row?.code ?? null,
    entries: [...(type === 'ApplicantErased' ? (row?.entries ?? []).map(withoutPerson) : (row?.entries ?? [])), entry],
    revision,
  };
}

/** As the event reads once its key was destroyed, so that a rebuild gives the same row. */
const withoutPerson = (entry: TimelineEntry): TimelineEntry => ({
  ...entry,
  lateReason: entry.lateReason === null ? null : ERASED,
  data: { ...entry.data, ...Object(erased(dossierEvents[entry.type].shape, entry.data)) },
});

function codeOf(event: RecordedDossierEvent): string | null {
  if (event.type === 'DossierReceived') return event.data.code;
  return event.type === 'DossierImported' ? event.data.externalId : null;
}
