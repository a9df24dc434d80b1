import type { Installation } from '#installation';
import { vietnamDay } from '#kernel';
import { oversightOf } from '#oversight';
import {
  coordinatedFields,
  digestOf,
  figureOf,
  isOfDossiers,
  namedDigest,
  ofDossiers,
  onTheSoftware,
  referenceBelonging,
  referenceCoordinated,
  referenceFigure,
  referenceInspections,
  referenceOnTheSoftware,
  type AnyFigure,
  type Certificate,
  type Contribution,
  type FigureDefinition,
  type OtherFigure,
  type ReferenceNamed,
  type Terms,
} from '#reports';
import { onFigures, type FigureOptions, type FiguresAsked } from '../asked.js';
import { differing, type Compared } from './compared.js';
import { catalogueEventsOf, dossierEvents } from './log-events.js';

/** A figure from the log alone, compared. */
export function recomputedFigure(
  installation: Installation,
  definition: AnyFigure,
  options: Pick<FigureOptions, 'period' | 'asOf' | 'at' | 'agency'>,
): Promise<Compared> {
  if (options.agency !== undefined) ofDossiers(definition);
  return onFigures(installation, options, (known) =>
    isOfDossiers(definition) ? ofItsDossiers(definition, known.ofDossiers) : ofOthers(definition, known.ofOthers),
  );
}

async function ofItsDossiers(
  definition: FigureDefinition,
  { store, figures, asked, catalogue, now }: FiguresAsked,
): Promise<Compared> {
  const { certificate, total } = await figures.figure(definition, asked, now, catalogue);
  const { period, asOf, evaluatedAt: at } = certificate;
  const { events, notUnderstood } = await dossierEvents(store, asOf);
  const all = referenceFigure(events, {
    ...{ figure: definition.name, from: period.from, to: period.to, at, calendars: catalogue.calendars() },
  });
  const belonging = referenceBelonging(events, at);
  const { agencies } = asked;
  const reference = all.filter(({ dossierId }) => {
    const of = belonging.get(dossierId);
    return agencies === undefined || (of !== undefined && agencies.includes(of.agency ?? of.centre));
  });
  const ours: Contribution[] = [];
  const asCertified = { ...asked, ...(asOf === null ? {} : { asOf }) };
  for await (const each of figures.dossiers(definition, asCertified, now, catalogue)) ours.push(each);
  const digests = { readStore: certificate.digest, log: digestOf(reference) };
  return {
    ...{ agrees: digests.readStore === digests.log, events: events.length, asOf, total, notUnderstood, digests },
    differing: differing(ours.map(lineOf), reference.map(lineOf)),
  };
}

const lineOf = ({ dossierId, terms }: Contribution): string =>
  [
    dossierId,
    ...Object.entries(terms)
      .map(([term, number]) => `${term} ${number}`)
      .sort(),
  ].join(' ');

async function ofOthers(definition: OtherFigure, ground: FiguresAsked): Promise<Compared> {
  const { certificate, total } = await figureOf(definition, ground);
  const { named, ...made } = await referenceOf(definition, ground, certificate);
  const terms: Record<string, number> = {};
  for (const [, term] of named) terms[term] = (terms[term] ?? 0) + 1;
  const digests = { readStore: certificate.digest, log: namedDigest(named) };
  return {
    ...{ agrees: digests.readStore === digests.log, ...made, asOf: certificate.asOf, total, digests },
    differing: differing(termLines(total.terms), termLines(terms)),
  };
}

const termLines = (terms: Terms): readonly string[] =>
  Object.entries(terms).flatMap(([term, number]) => (number === 0 ? [] : [`${term} ${number}`]));

async function referenceOf(
  definition: OtherFigure,
  { store }: FiguresAsked,
  { period, evaluatedAt, asOf }: Certificate,
): Promise<{ named: ReferenceNamed; events: number; notUnderstood: readonly string[] }> {
  const on = vietnamDay(evaluatedAt);
  if (definition === coordinatedFields) {
    const events = await catalogueEventsOf(store, asOf);
    return { named: referenceCoordinated(events, { on }), events: events.length, notUnderstood: [] };
  }
  if (definition === onTheSoftware) {
    const [{ events, notUnderstood }, lists] = [
      await dossierEvents(store, asOf),
      await oversightOf(store, 'external-list-', asOf),
    ];
    const named = referenceOnTheSoftware(events, lists, evaluatedAt);
    return { named, events: events.length + lists.length, notUnderstood };
  }
  const events = await oversightOf(store, 'inspection-', asOf);
  return { named: referenceInspections(events, { ...period, on }), events: events.length, notUnderstood: [] };
}
