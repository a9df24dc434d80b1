import type { Installation } from '#installation';
import {
  catalogueAt,
  flowsDigest,
  periodOf,
  referenceEdges,
  referenceFlows,
  type FlowEdge,
  type FlowFigures,
  type FlowLine,
} from '#reports';
import { askedFlows, subtreeAsked } from '../../ledger/asked-flows.js';
import type { FigureOptions } from '../asked.js';
import { differing, type Compared } from './compared.js';
import { dossierEvents } from './log-events.js';

/** How flows are asked for, to be made again. */
export interface FlowsOptions extends Pick<FigureOptions, 'period' | 'asOf' | 'at' | 'agency' | 'subtrees'> {
  readonly procedure?: string;
}

/** What was sent between agencies, from the log alone, compared transfer by transfer and edge by edge. */
export async function recomputedFlows(
  installation: Installation,
  { period, asOf: wanted, at, agency, subtrees, procedure }: FlowsOptions,
): Promise<Compared> {
  const { store, clock } = installation;
  const days = periodOf(period, clock.now());
  const of = {
    ...{ ...(agency === undefined ? {} : { agency }), ...(procedure === undefined ? {} : { procedure }) },
    subtrees: subtrees === true,
  };
  const ours: FlowLine[] = [];
  const past = { asOf: wanted, at };
  const { certificate, edges, cut, total } = await askedFlows(installation, { ...days, ...of }, past, (line) =>
    ours.push(line),
  );
  const { asOf, evaluatedAt, proof } = certificate;
  const { events, notUnderstood } = await dossierEvents(store, asOf);
  const calendars = (await catalogueAt(store, asOf)).calendars();
  const involving = await subtreeAsked(installation, { agency, subtrees }, wanted);
  const reference = referenceFlows(events, {
    ...days,
    at: evaluatedAt,
    calendars,
    ...(involving === null ? {} : { involving }),
  }).filter(
    (flow) =>
      (involving !== null || agency === undefined || flow.from === agency || flow.to === agency) &&
      (procedure === undefined || flow.procedure === procedure),
  );
  const again = referenceEdges(reference);
  const lone = [
    ...differing(ours.map(transferLine), reference.map(transferLine)),
    ...(cut ? [] : differing(edges.map(edgeLine), again.edges.map(edgeLine))),
    ...differing([lineOf('in all', total)], [lineOf('in all', again.total)]),
  ];
  const digests = { readStore: proof?.digest ?? '', log: flowsDigest(reference) };
  const agrees = digests.readStore === digests.log && lone.length === 0;
  return { agrees, events: events.length, asOf, total, notUnderstood, digests, differing: lone };
}

const transferLine = (line: FlowLine): string => {
  const { dossierId, transfer, from, to, procedure, status, transitMinutes, heldMinutes, late } = line;
  const minutes = `on the way ${transitMinutes}; held ${heldMinutes}`;
  return `${dossierId} ${transfer}, ${from} to ${to}, ${procedure}: ${status}${late ? ', late' : ''}; ${minutes}`;
};

const edgeLine = (edge: FlowEdge): string => lineOf(`${edge.from} to ${edge.to}, ${edge.procedure}`, edge);

const lineOf = (label: string, figures: FlowFigures): string => {
  const { sent, accepted, returned, inTransit, lapsed, late, transit, held } = figures;
  return [
    `${label}: ${[sent, accepted, returned, inTransit, lapsed, late].join(' ')}`,
    `on the way ${transit.median} ${transit.p90}`,
    `held ${held.median} ${held.p90}`,
  ].join('; ');
};
