import { CATALOGUE_PREFIXES, upcastCatalogue, type RecordedCatalogueEvent } from '#catalogue';
import { upcastDossier, type RecordedDossierEvent } from '#dossier';
import type { EventStore, Position, Recorded } from '#kernel';

/** Events of these streams, as far as was known; none before the first. */
async function* eventsOf(
  log: EventStore,
  prefixes: readonly string[],
  asOf: Position | null,
): AsyncGenerator<Recorded> {
  const ending = new AbortController();
  try {
    for await (const { events, caughtUp } of log.subscribe({ prefixes, personal: [], signal: ending.signal })) {
      for (const event of events)
        if (asOf !== null && event.position <= asOf) yield event;
        else return;
      if (caughtUp) return;
    }
  } finally {
    ending.abort();
  }
}

/** All events of dossiers; a dossier with an event that this engine does not know is left out. */
export async function dossierEvents(log: EventStore, asOf: Position | null) {
  const events: RecordedDossierEvent[] = [];
  const notUnderstood = new Set<string>();
  for await (const event of eventsOf(log, ['dossier-'], asOf))
    try {
      events.push(upcastDossier(event));
    } catch {
      notUnderstood.add(event.stream);
    }
  return { events: events.filter(({ stream }) => !notUnderstood.has(stream)), notUnderstood: [...notUnderstood] };
}

export async function catalogueEventsOf(
  log: EventStore,
  asOf: Position | null,
): Promise<readonly RecordedCatalogueEvent[]> {
  const events: RecordedCatalogueEvent[] = [];
  for await (const event of eventsOf(log, CATALOGUE_PREFIXES, asOf)) events.push(upcastCatalogue(event));
  return events;
}
