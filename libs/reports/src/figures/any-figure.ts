import type { DataSource } from 'typeorm';
import { CATALOGUE_PREFIXES, type CatalogueView } from '#catalogue';
import { Refusal, vietnamDay, type Clock, type EventStore, type Instant, type Position } from '#kernel';
import { externalLists, inspectionsOf, OVERSIGHT_PREFIXES, oversightOf } from '#oversight';
import { standingsReach } from '../outcome/standings.query.js';
import {
  coordinatedFields,
  coordinatedFieldsFigure,
  inspectionsFigure,
  onTheSoftware,
  onTheSoftwareFigure,
  OTHER_FIGURES,
  type OtherFigure,
} from './beside-dossiers.js';
import { catalogueAt } from './catalogue-at.js';
import type { FigureDefinition } from './definition.js';
import { DOSSIER_FIGURES } from './definitions/index.js';
import type { Figure, FigureAsked, FigureTable } from './figure.js';
import { Figures } from './figures.query.js';
import { heldByOutcomes, type KnownIn } from './known-at.js';
import { endOf } from './period.js';

/** One that is made of dossiers, or of what else the log holds. */
export type AnyFigure = FigureDefinition | OtherFigure;

/** Every figure there is. */
export const FIGURES: readonly AnyFigure[] = [...DOSSIER_FIGURES, ...OTHER_FIGURES];

/** @throws Refusal `invalid-input` */
export function figureNamed(name: string): AnyFigure {
  const found = FIGURES.find((figure) => figure.name === name);
  if (found !== undefined) return found;
  throw new Refusal('invalid-input', null, { at: 'figure', given: name, known: FIGURES.map((figure) => figure.name) });
}

export const isOfDossiers = (definition: AnyFigure): definition is FigureDefinition => 'parts' in definition;

/** @throws Refusal `invalid-input` for one that is made of something else */
export function ofDossiers(definition: AnyFigure): FigureDefinition {
  if (isOfDossiers(definition)) return definition;
  throw new Refusal('invalid-input', null, { at: 'figure', given: definition.name, why: 'it is not made of dossiers' });
}

/** From what figures are told. */
export interface FigureGround {
  readonly db: DataSource;
  readonly store: EventStore;
  readonly asked: FigureAsked;
  /** As it was known at the position. */
  readonly catalogue: CatalogueView;
  readonly now: Instant;
  readonly clock: Clock;
}

/**
 * A figure with its certificate, whatever it is made of.
 * @throws Refusal `invalid-input` where one that is not made of dossiers is asked for by agency; `store-unavailable`
 */
export async function figureOf(
  definition: AnyFigure,
  { db, store, asked, catalogue, now }: Omit<FigureGround, 'clock'>,
): Promise<Figure> {
  if (isOfDossiers(definition)) return new Figures(db).figure(definition, asked, now, catalogue);
  if (asked.by !== undefined || asked.agencies !== undefined) ofDossiers(definition);
  const reached = asked.asOf ?? (await reachOf({ db, store }));
  const asOf = definition === onTheSoftware ? await heldByOutcomes({ db, store }, reached) : reached;
  const told = { period: asked.period, evaluatedAt: asked.at ?? endOf(asked.period, now), asOf };
  if (definition === coordinatedFields) return coordinatedFieldsFigure(told, await catalogueAt(store, asOf));
  if (definition === onTheSoftware)
    return onTheSoftwareFigure(db, told, await externalLists(store, vietnamDay(told.evaluatedAt), asOf));
  return inspectionsFigure(told, inspectionsOf(await oversightOf(store, 'inspection-', asOf)));
}

/** How far everything goes that figures are told from, what was folded of dossiers and what stands beside them; null before the first event. */
export async function reachOf({ db, store }: KnownIn): Promise<Position | null> {
  let reached = await standingsReach(db);
  const ending = new AbortController();
  const prefixes = [...CATALOGUE_PREFIXES, ...OVERSIGHT_PREFIXES];
  try {
    for await (const { events, caughtUp } of store.subscribe({ prefixes, signal: ending.signal })) {
      const last = events.at(-1)?.position;
      if (last !== undefined && (reached === null || last > reached)) reached = last;
      if (caughtUp) break;
    }
  } finally {
    ending.abort();
  }
  return reached;
}

/** A figure without the proof that takes a look at each of its dossiers. @throws Refusal as `figureOf` */
export function tableOf(definition: AnyFigure, ground: FigureGround): Promise<FigureTable> {
  const { db, asked, clock, catalogue } = ground;
  return isOfDossiers(definition)
    ? new Figures(db).table(definition, asked, clock, catalogue)
    : figureOf(definition, ground);
}
