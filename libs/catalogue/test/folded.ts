import { readFileSync } from 'node:fs';
import type { Recorded } from '#kernel';
import { CatalogueView, type CatalogueEvent, type Publication } from '#catalogue';

/** A data file of the catalogue, parsed. */
export const dataFile = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8'));

/** An event as a log would hold it. */
export const recorded = (stream: string, revision: number, event: CatalogueEvent): Recorded => ({
  ...event,
  id: `${stream}/${revision}`,
  stream,
  revision,
  position: `${stream}/${revision}`,
  meta: {
    actor: { id: 'import', role: 'administrator', agency: null },
    recordedAt: '2026-07-01T00:00:00.000Z',
    effectiveAt: '2026-07-01T00:00:00.000Z',
    correlationId: 'import',
    causationId: null,
    commandId: 'import',
    commandDigest: '',
  },
});

/** Everything that publications would leave in a log. */
export const logged = (publications: readonly Publication[]): readonly Recorded[] =>
  publications.flatMap(({ stream, revision, events }) =>
    events.map((event, at) => recorded(stream, revision + 1 + at, event)),
  );

/** Folds publications into a view, as the feed does after the append. */
export function publish(view: CatalogueView, publications: readonly Publication[]): void {
  for (const event of logged(publications)) view.apply(event);
}
