import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, type Asker } from '#access';
import type { CatalogueView } from '#catalogue';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, EventStore, Refusal, type Position } from '#kernel';
import { Checkpoints, projectionHealth } from '#read-store';
import {
  catalogueAt,
  Figures,
  periodOf,
  type Explained,
  type Figure,
  type FigureAsked,
  type FigureDefinition,
  type Grouping,
  type Terms,
} from '#reports';
import { DataSource } from 'typeorm';

/** What is asked of a figure, as it came. */
export interface FigureWanted {
  readonly definition: FigureDefinition;
  readonly period: string;
  readonly by?: Grouping;
  readonly withSubtrees?: boolean;
  readonly agency?: string;
  readonly asOf?: Position;
}

/** How far the read model was behind the log when it answered. */
export interface Lag {
  readonly caughtUp: boolean;
  readonly secondsBehind: number | null;
}

export type FigureAnswer = Figure & { readonly readModel: Lag };

/** Chỉ tiêu with its certificate. @throws Refusal `read-model-behind`, `invalid-input`, `unknown-agency` */
export class AskFigure extends Query<FigureAnswer> {
  constructor(
    readonly caller: Caller,
    readonly wanted: FigureWanted,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

/** A page of the dossiers that a figure is made of, by id. */
export class AskFigureDossiers extends Query<FigurePage> {
  constructor(
    readonly caller: Caller,
    readonly wanted: FigureWanted,
    readonly page: { readonly after: string; readonly limit: number },
  ) {
    super();
  }
}

export interface FigurePage {
  readonly dossiers: readonly {
    readonly dossierId: string;
    readonly revision: number;
    readonly code: string | null;
    readonly terms: Terms;
  }[];
  /** To go on with; null after the last. */
  readonly after: string | null;
}

/** Why a dossier is in a figure. @throws Refusal `unknown-dossier` */
export class ExplainFigure extends Query<readonly Explained[]> {
  constructor(
    readonly caller: Caller,
    readonly wanted: FigureWanted,
    readonly code: string,
  ) {
    super();
  }
}

/** A figure as somebody may see it: of the dossiers that are decided within their mandate. */
async function seenBy(asker: Asker, wanted: FigureWanted, feed: CatalogueFeed, store: EventStore, now: string) {
  const { period, by, withSubtrees, agency, asOf } = wanted;
  const scope = scopeOf(asker, 'read-figures', feed.view);
  const catalogue: CatalogueView = asOf === undefined ? feed.view : await catalogueAt(store, asOf);
  if (agency !== undefined && catalogue.findAgency(agency) === undefined)
    throw new Refusal('unknown-agency', null, { agency });
  const wantedOf = agency === undefined ? null : catalogue.subtreeOf(agency);
  const mine = scope.is === 'all' ? null : scope.is === 'involving' ? scope.agencies : [];
  const agencies = mine === null ? wantedOf : (wantedOf?.filter((one) => mine.includes(one)) ?? mine);
  const asked: FigureAsked = {
    period: periodOf(period, now),
    ...(by === undefined ? {} : { by }),
    ...(withSubtrees === true ? { withSubtrees } : {}),
    ...(agencies === null ? {} : { agencies }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  return { asked, catalogue, now };
}

@QueryHandler(AskFigure)
export class AskFigureHandler implements IQueryHandler<AskFigure> {
  constructor(
    private readonly figures: Figures,
    private readonly checkpoints: Checkpoints,
    private readonly feed: CatalogueFeed,
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly db: DataSource,
  ) {}

  async execute({ caller: { actor }, wanted, atLeast }: AskFigure): Promise<FigureAnswer> {
    const { asked, catalogue, now } = await seenBy(actor, wanted, this.feed, this.store, this.clock.now());
    if (atLeast !== undefined) await this.checkpoints.waitFor('outcomes', atLeast);
    const figure = await this.figures.figure(wanted.definition, asked, now, catalogue);
    const health = (await projectionHealth(this.db)).find(({ projection }) => projection === 'outcomes');
    const { caughtUp = false, secondsBehind = null } = health ?? {};
    return { ...figure, readModel: { caughtUp, secondsBehind } };
  }
}

@QueryHandler(AskFigureDossiers)
export class AskFigureDossiersHandler implements IQueryHandler<AskFigureDossiers> {
  constructor(
    private readonly figures: Figures,
    private readonly feed: CatalogueFeed,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, wanted, page }: AskFigureDossiers): Promise<FigurePage> {
    const { asked, catalogue, now } = await seenBy(actor, wanted, this.feed, this.store, this.clock.now());
    const found: FigurePage['dossiers'][number][] = [];
    for await (const each of this.figures.dossiers(wanted.definition, asked, now, catalogue)) {
      if (each.dossierId <= page.after) continue;
      if (found.length === page.limit) return { dossiers: found, after: found.at(-1)?.dossierId ?? null };
      const { dossierId, revision, terms, standing } = each;
      found.push({ dossierId, revision, code: standing.code, terms });
    }
    return { dossiers: found, after: null };
  }
}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(
    private readonly figures: Figures,
    private readonly feed: CatalogueFeed,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, wanted, code }: ExplainFigure): Promise<readonly Explained[]> {
    const { asked, catalogue, now } = await seenBy(actor, wanted, this.feed, this.store, this.clock.now());
    const found = await this.figures.explain(wanted.definition, asked, code, now, catalogue);
    const { agencies } = asked;
    const seen = found.filter(
      ({ standing }) => agencies === undefined || agencies.includes(standing.agency ?? standing.centre),
    );
    if (seen.length === 0) throw new Refusal('unknown-dossier', null, { code });
    return seen;
  }
}
