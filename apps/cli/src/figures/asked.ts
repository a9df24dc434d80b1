import type { CatalogueView } from '#catalogue';
import type { Installation } from '#installation';
import { Refusal } from '#kernel';
import {
  catalogueAt,
  ClosingsOf,
  earlier,
  EVERYTHING,
  evaluationInstant,
  Figures,
  outcomesProjection,
  periodOf,
  positionOf,
  signedBy,
  standingsReach,
  type FigureGround,
  type Grouping,
} from '#reports';
import { upToDate } from '../up-to-date.js';

/** How a figure is asked for on the command line. */
export interface FigureOptions {
  readonly period: string;
  readonly by?: Grouping;
  readonly subtrees?: boolean;
  readonly group?: string;
  readonly agency?: string;
  readonly asOf?: string;
  readonly at?: string;
}

/** A figure that can be asked for, as it was known. */
export interface FiguresAsked extends FigureGround {
  readonly figures: Figures;
}

/** As far as dossiers were followed, with the catalogue as it was then; and as far as the rest of the log goes. */
export interface BothKnown {
  readonly ofDossiers: FiguresAsked;
  readonly ofOthers: FiguresAsked;
}

/** Reads what was asked, with the read model as far as the log. */
export async function onFigures<T>(
  installation: Installation,
  { period, by, subtrees, group, agency, asOf, at }: FigureOptions,
  run: (known: BothKnown) => Promise<T>,
): Promise<T> {
  const { db, store, clock } = installation;
  const now = clock.now();
  const days = periodOf(period, now);
  const looked = at === undefined ? {} : { at: evaluationInstant(at, now) };
  const leave = await upToDate(installation, outcomesProjection);
  try {
    const position = asOf === undefined ? EVERYTHING : await positionOf(installation, asOf, now);
    const reached = earlier(position, await standingsReach(db));
    const [all, then] = [await catalogueAt(store, position), await catalogueAt(store, reached)];
    const ground = { db, store, figures: new Figures(db), now, clock };
    const asked = {
      ...{ period: days, ...looked },
      ...(by === undefined ? {} : { by }),
      ...(subtrees === true ? { withSubtrees: true } : {}),
      ...(group === undefined ? {} : { group }),
      ...(agency === undefined ? {} : { agencies: belowOf(agency, all, then) }),
    };
    return await run({
      ofDossiers: { ...ground, asked: { ...asked, ...(reached === null ? {} : { asOf: reached }) }, catalogue: then },
      ofOthers: { ...ground, asked: { ...asked, ...(asOf === undefined ? {} : { asOf: position }) }, catalogue: all },
    });
  } finally {
    await leave();
  }
}

/** What is signed of figures that are asked for, of an agency with those below it. @param ground of what is not made of dossiers */
export const closingsOf = ({ store, catalogue, asked }: FigureGround, agency: string | undefined): ClosingsOf =>
  new ClosingsOf(store, catalogue, signedBy(agency), { asOf: asked.asOf ?? null, agencies: asked.agencies ?? null });

/** @param then the catalogue as it was when dossiers were last followed. @throws Refusal `unknown-agency` */
export function belowOf(agency: string, catalogue: CatalogueView, then: CatalogueView): readonly string[] {
  if (catalogue.findAgency(agency) === undefined) throw new Refusal('unknown-agency', null, { agency });
  return then.subtreeOf(agency);
}
