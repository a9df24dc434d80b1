import type { CatalogueEvent } from './catalogue.events.js';
import type { CatalogueView } from './catalogue-view.js';

/** Events to append to one stream, and the revision at which they were decided; -1 when the stream must not exist. */
export interface Publication {
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly CatalogueEvent[];
}

/** What was decided for a stream, or nothing when it stands already. */
export const publication = (
  view: CatalogueView,
  stream: string,
  events: readonly CatalogueEvent[],
): readonly Publication[] => (events.length === 0 ? [] : [{ stream, revision: view.revisionOf(stream), events }]);
