import type { CatalogueView } from '#catalogue';
import type { Installation } from '#installation';
import { Refusal } from '#kernel';
import {
  catalogueAt,
  EVERYTHING,
  evaluationInstant,
  Figures,
  outcomesProjection,
  periodOf,
  positionOf,
  type FigureGround,
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
  readonly at?: string;
}

/** A figure that can be asked for, as it was known. */
export interface FiguresAsked extends FigureGround {
  readonly figures: Figures;
}

/** Reads what was asked, with the read model as far as the log. */
export async function onFigures<T>(
  installation: Installation,
  { period, by, subtrees, agency, asOf, at }: FigureOptions,
  run: (asked: FiguresAsked) => Promise<T>,
): Promise<T> {
  const { db, store, clock } = installation;
  const now = clock.now();
  const days = periodOf(period, now);
  const looked = at === undefined ? {} : { at: evaluationInstant(at, now) };
  const leave = await upToDate(installation, outcomesProjection);
  try {
    const position = asOf === undefined ? null : await positionOf(installation, asOf);
    const catalogue = await catalogueAt(store, position ?? EVERYTHING);
    const asked = {
      ...{ period: days, ...looked },
      ...(by === undefined ? {} : { by }),
      ...(subtrees === true ? { withSubtrees: true } : {}),
      ...(agency === undefined ? {} : { agencies: belowOf(agency, catalogue) }),
      ...(position === null ? {} : { asOf: position }),
    };
    return await run({ db, store, figures: new Figures(db), asked, catalogue, now, clock });
  } finally {
    await leave();
  }
}

export function belowOf(agency: string, catalogue: CatalogueView): readonly string[] {
  if (catalogue.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
  return catalogue.subtreeOf(agency);
}
