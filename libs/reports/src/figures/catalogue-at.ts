import { CATALOGUE_PREFIXES, CatalogueView } from '#catalogue';
import type { EventStore, Position } from '#kernel';

/** Danh mục as it was known at a position: agencies, procedures, calendars. Null: none. Goes through the catalogue's events. */
export async function catalogueAt(log: EventStore, position: Position | null): Promise<CatalogueView> {
  const view = new CatalogueView();
  const ending = new AbortController();
  try {
    for await (const { events, caughtUp } of log.subscribe({ prefixes: CATALOGUE_PREFIXES, signal: ending.signal })) {
      for (const event of events) {
        if (position === null || event.position > position) return view;
        view.apply(event);
      }
      if (caughtUp) return view;
    }
    return view;
  } finally {
    ending.abort();
  }
}
