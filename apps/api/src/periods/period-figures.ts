import type { CatalogueView } from '#catalogue';
import type { EventStore, Instant } from '#kernel';
import {
  closedPeriodOf,
  upcastOversight,
  type ClosedPeriod,
  type Closing,
  type RecordedOversightEvent,
} from '#oversight';
import { DOSSIER_FIGURES, endOf, type Figures } from '#reports';

/** Every figure of an agency and those below it, as known now. */
export async function figuresOf(
  figures: Figures,
  catalogue: CatalogueView,
  { agency, from, to }: Pick<Closing, 'agency' | 'from' | 'to'>,
  now: Instant,
): Promise<Closing> {
  const asked = { period: { from, to }, agencies: catalogue.subtreeOf(agency) };
  const said: Closing['figures'][number][] = [];
  let asOf = '';
  for (const definition of DOSSIER_FIGURES) {
    // All at the position of the first, so that they are of one log.
    const known = asOf === '' ? {} : { asOf };
    const { certificate, total } = await figures.figure(definition, { ...asked, ...known }, now, catalogue);
    asOf = certificate.asOf ?? '';
    const { figure, definitionVersion, dossiers, digest } = certificate;
    const terms = Object.entries(total.terms).map(([term, number]) => ({ term, number }));
    said.push({ figure, definitionVersion, dossiers, digest, terms });
  }
  return { agency, from, to, asOf, evaluatedAt: endOf({ from, to }, now), figures: said };
}

/** A closed period as the log has it; null where it was never closed. */
export async function periodRead(store: EventStore, stream: string): Promise<ClosedPeriod | null> {
  const events: RecordedOversightEvent[] = [];
  for await (const event of store.read(stream)) events.push(upcastOversight(event));
  return closedPeriodOf(events);
}
