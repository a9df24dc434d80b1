import type { RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';

/** Whose a dossier is: the agency that decides it, null until it is received; and the centre where it came in. */
export interface ReferenceBelonging {
  readonly agency: string | null;
  readonly centre: string;
}

/**
 * Whose each dossier was at an instant, from its events alone.
 * @param events as far as was known, in the order of the log
 */
export function referenceBelonging(
  events: readonly RecordedDossierEvent[],
  at: Instant,
): ReadonlyMap<string, ReferenceBelonging> {
  const all = new Map<string, ReferenceBelonging>();
  for (const { stream, type, data, meta } of events) {
    const id = stream.slice('dossier-'.length);
    if (meta.effectiveAt > at) continue;
    if (type === 'DossierSubmitted') all.set(id, { agency: null, centre: data.centre });
    if (type === 'DossierReceived') all.set(id, { agency: data.decidingAgency, centre: data.centre });
    if (type === 'DossierImported') all.set(id, { agency: data.agency, centre: data.agency });
    if (type === 'DossierHandedOver') {
      const { agency, centre } = all.get(id) ?? { agency: null, centre: '' };
      const moved = (one: string) => (one === data.from ? data.to : one);
      all.set(id, { agency: agency === null ? null : moved(agency), centre: moved(centre) });
    }
  }
  return all;
}
