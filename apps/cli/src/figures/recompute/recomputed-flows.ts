import type { Installation } from '#installation';
import {
  catalogueAt,
  flowsDigest,
  periodOf,
  referenceEdges,
  referenceFlows,
  type FlowEdge,
  type FlowFigures,
} from '#reports';
import { askedFlows } from '../../ledger/asked-flows.js';
import type { FigureOptions } from '../asked.js';
import { differing, mustBeOfAll, type Compared } from './compared.js';
import { dossierEvents } from './log-events.js';

/** What was sent between agencies, from the log alone, compared edge by edge. */
export async function recomputedFlows(
  installation: Installation,
  { period, asOf: wanted, at, agency }: Pick<FigureOptions, 'period' | 'asOf' | 'at' | 'agency'>,
): Promise<Compared> {
  mustBeOfAll(agency);
  const { store, clock } = installation;
  const days = periodOf(period, clock.now());
  const { certificate, edges, cut, total } = await askedFlows(installation, days, { asOf: wanted, at });
  const { asOf, evaluatedAt } = certificate;
  const { events, notUnderstood } = await dossierEvents(store, asOf);
  const calendars = (await catalogueAt(store, asOf)).calendars();
  const reference = referenceFlows(events, { ...days, at: evaluatedAt, calendars });
  const digests = { readStore: certificate.digest, log: flowsDigest(reference) };
  const again = referenceEdges(reference);
  const lone = differing(
    [...(cut ? [] : edges.map(edgeLine)), lineOf('in all', total)],
    [...(cut ? [] : again.edges.map(edgeLine)), lineOf('in all', again.total)],
  );
  const agrees = digests.readStore === digests.log && lone.length === 0;
  return { agrees, events: events.length, asOf, total, notUnderstood, digests, differing: lone };
}

const edgeLine = (edge: FlowEdge): string => lineOf(`${edge.from} to ${edge.to}, ${edge.procedure}`, edge);

const lineOf = (label: string, figures: FlowFigures): string => {
  const { sent, accepted, returned, inTransit, lapsed, late, transit, held } = figures;
  return [
    `${label}: ${[sent, accepted, returned, inTransit, lapsed, late].join(' ')}`,
    `on the way ${transit.median} ${transit.p90}`,
    `held ${held.median} ${held.p90}`,
  ].join('; ');
};
