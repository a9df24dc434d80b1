import type { CatalogueEvent } from '#catalogue';
import type { RecordedDossierEvent } from '#dossier';
import { vietnamDay, type Day, type Instant } from '#kernel';
import type { OversightEvent } from '#oversight';

/** What a figure beside the dossiers is made of: each thing by its name, and the term that it counts in. */
export type ReferenceNamed = readonly (readonly [what: string, term: string])[];

/** The figures beside the dossiers from the plain lists of events, with loops; they share nothing but the events. */
export interface BesideAsked {
  readonly from: Day;
  readonly to: Day;
  /** The last day that was looked at. */
  readonly on: Day;
}

/** @param events of oversight, as far as was known */
export function referenceInspections(events: readonly OversightEvent[], { from, to, on }: BesideAsked): ReferenceNamed {
  const named: [string, string][] = [];
  for (const event of events) {
    if (event.type !== 'InspectionRecorded') continue;
    const ended = event.data.to;
    if (ended >= from && ended <= to && ended <= on) named.push([event.data.inspectionId, event.data.method]);
  }
  return named;
}

/** @param events of the catalogue, as far as was known */
export function referenceCoordinated(
  events: readonly CatalogueEvent[],
  { on }: Pick<BesideAsked, 'on'>,
): ReferenceNamed {
  const inForce: Record<string, { field: string; coordinated: boolean }> = {};
  for (const event of events) {
    if (event.type !== 'LocalVersionPublished' || event.data.validFrom > on) continue;
    let coordinated = event.data.isGroup;
    for (const other of events)
      if (other.type === 'WorkflowPublished')
        if (other.data.id === event.data.workflow.id && other.data.version === event.data.workflow.version)
          if (other.data.legs.length > 0) coordinated = true;
    inForce[event.data.code] = { field: event.data.field.normalize('NFC'), coordinated };
  }
  const fields: Record<string, boolean> = {};
  for (const { field, coordinated } of Object.values(inForce))
    if (coordinated || fields[field] === undefined) fields[field] = coordinated;
  return Object.entries(fields).map(([field, coordinated]) => [field, coordinated ? 'coordinated' : 'alone']);
}

/** @param dossiers, lists: events of both, as far as was known @param at the last instant that was looked at */
export function referenceOnTheSoftware(
  dossiers: readonly RecordedDossierEvent[],
  lists: readonly OversightEvent[],
  at: Instant,
): ReferenceNamed {
  const known = new Set<string>();
  for (const event of dossiers) {
    if (event.meta.effectiveAt > at) continue;
    if (event.type === 'DossierReceived') known.add(event.data.code);
    if (event.type === 'DossierImported') known.add(event.data.externalId);
  }
  const whole: Record<string, number> = {};
  const days: Record<string, Day> = {};
  const parts: Record<string, number> = {};
  for (const event of lists) {
    if (event.type !== 'ExternalListImported' || event.data.listedOn > vietnamDay(at)) continue;
    const { listId, version } = event.data;
    const held = (parts[`${listId} ${version}`] ?? 0) + 1;
    parts[`${listId} ${version}`] = held;
    if (held !== event.data.parts) continue;
    if ((days[listId] ?? '') <= event.data.listedOn) [whole[listId], days[listId]] = [version, event.data.listedOn];
  }
  const named: [string, string][] = [];
  for (const event of lists) {
    if (event.type !== 'ExternalListImported' || whole[event.data.listId] !== event.data.version) continue;
    for (const code of event.data.codes)
      named.push([`${event.data.listId} ${code}`, known.has(code) ? 'found' : 'missing']);
  }
  return named;
}
