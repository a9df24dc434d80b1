import type { CatalogueView } from '#catalogue';
import type { Installation } from '#installation';
import { isDay, Refusal, type Position } from '#kernel';
import { externalLists, inspectionsOf, oversightOf } from '#oversight';
import {
  catalogueAt,
  coordinatedFields,
  coordinatedFieldsFigure,
  DOSSIER_FIGURES,
  endOf,
  Figures,
  inspectionsFigure,
  knownAt,
  onTheSoftware,
  onTheSoftwareFigure,
  OTHER_FIGURES,
  outcomesProjection,
  periodOf,
  standingsReach,
  type Figure,
  type FigureAsked,
  type FigureDefinition,
  type Grouping,
  type OtherFigure,
} from '#reports';
import { upToDate } from '../up-to-date.js';

/** How a figure is asked for on the command line. */
export interface FigureOptions {
  readonly period: string;
  readonly by?: Grouping;
  readonly subtrees?: boolean;
  readonly agency?: string;
  readonly asOf?: string;
}

/** A figure that can be asked for, as it was known. */
export interface FiguresAsked {
  readonly installation: Installation;
  readonly figures: Figures;
  readonly asked: FigureAsked;
  readonly catalogue: CatalogueView;
  readonly now: string;
}

const POSITION = /^[0-9a-f]{16,64}$/;

/** Every figure there is. */
export const FIGURES: readonly (FigureDefinition | OtherFigure)[] = [...DOSSIER_FIGURES, ...OTHER_FIGURES];

/** @throws Refusal `invalid-input` */
export function figureNamed(name: string): FigureDefinition | OtherFigure {
  const found = FIGURES.find((figure) => figure.name === name);
  if (found !== undefined) return found;
  throw new Refusal('invalid-input', null, { at: 'figure', given: name, known: FIGURES.map((figure) => figure.name) });
}

/** @throws Refusal `invalid-input` for one that is made of something else */
export function ofDossiers(definition: FigureDefinition | OtherFigure): FigureDefinition {
  if ('parts' in definition) return definition;
  throw new Refusal('invalid-input', null, { at: 'figure', given: definition.name, why: 'it is not made of dossiers' });
}

/** A figure with its certificate, whatever it is made of. */
export async function figureOf(
  definition: FigureDefinition | OtherFigure,
  { installation: { db, store }, figures, asked, catalogue, now }: FiguresAsked,
): Promise<Figure> {
  if ('parts' in definition) return figures.figure(definition, asked, now, catalogue);
  if (asked.by !== undefined || asked.agencies !== undefined) ofDossiers(definition);
  const asOf = asked.asOf ?? (await standingsReach(db));
  const told = { period: asked.period, evaluatedAt: endOf(asked.period, now), asOf };
  if (definition === coordinatedFields) return coordinatedFieldsFigure(told, catalogue);
  if (definition === onTheSoftware)
    return onTheSoftwareFigure(db, told, await externalLists(store, asked.asOf ?? null));
  return inspectionsFigure(told, inspectionsOf(await oversightOf(store, 'inspection-', asked.asOf ?? null)));
}

/** Reads what was asked, with the read model as far as the log. */
export async function onFigures<T>(
  installation: Installation,
  { period, by, subtrees, agency, asOf }: FigureOptions,
  run: (asked: FiguresAsked) => Promise<T>,
): Promise<T> {
  const now = installation.clock.now();
  const days = periodOf(period, now);
  const leave = await upToDate(installation, outcomesProjection);
  try {
    const position = asOf === undefined ? null : await positionOf(installation, asOf);
    const catalogue = await catalogueAt(installation.store, position ?? LATEST);
    const asked = {
      period: days,
      ...(by === undefined ? {} : { by }),
      ...(subtrees === true ? { withSubtrees: true } : {}),
      ...(agency === undefined ? {} : { agencies: belowOf(agency, catalogue) }),
      ...(position === null ? {} : { asOf: position }),
    };
    return await run({ installation, figures: new Figures(installation.db), asked, catalogue, now });
  } finally {
    await leave();
  }
}

/** After every position: no position has this letter. */
export const LATEST = 'z';

export function belowOf(agency: string, catalogue: CatalogueView): readonly string[] {
  if (catalogue.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
  return catalogue.subtreeOf(agency);
}

/** A position as it was printed, or an instant: what was known then. Before the first event nothing was. */
export async function positionOf({ store }: Installation, asOf: string): Promise<Position> {
  if (POSITION.test(asOf)) return asOf;
  const instant = isDay(asOf) ? Number.NaN : Date.parse(asOf);
  if (Number.isNaN(instant))
    throw new Refusal('invalid-input', null, {
      at: 'as-of',
      expected: 'a position of the log, or an instant with its offset',
    });
  return (await knownAt(store, new Date(instant).toISOString())) ?? '0';
}
