import type { CatalogueView } from '#catalogue';
import type { Installation } from '#installation';
import { isDay, Refusal, type Position } from '#kernel';
import {
  catalogueAt,
  DOSSIER_FIGURES,
  Figures,
  knownAt,
  outcomesProjection,
  periodOf,
  type FigureAsked,
  type FigureDefinition,
  type Grouping,
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
  readonly figures: Figures;
  readonly definition: FigureDefinition;
  readonly asked: FigureAsked;
  readonly catalogue: CatalogueView;
  readonly now: string;
}

const POSITION = /^[0-9a-f]{16,64}$/;

/** @throws Refusal `invalid-input` */
export function figureNamed(name: string): FigureDefinition {
  const found = DOSSIER_FIGURES.find((figure) => figure.name === name);
  if (found === undefined)
    throw new Refusal('invalid-input', null, {
      at: 'figure',
      given: name,
      known: DOSSIER_FIGURES.map((figure) => figure.name),
    });
  return found;
}

/** Reads what was asked, with the read model as far as the log. */
export async function onFigures<T>(
  installation: Installation,
  definition: FigureDefinition,
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
    return await run({ figures: new Figures(installation.db), definition, asked, catalogue, now });
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
