import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '#handling';
import { Refusal, type Position } from '#kernel';
import type { SignedNumber } from '#oversight';
import {
  figureOf,
  Figures,
  isOfDossiers,
  type AnyFigure,
  type Explained,
  tableOf,
  type Figure,
  type FigureDefinition,
  type FigureTable,
  type Terms,
} from '#reports';
import { ReportViews, type FigureWanted, type Lag } from './report-views.js';

/** A figure, how far behind the read model was, and where its dossiers are listed as they were counted. */
export type FigureAnswer = (Figure | FigureTable) & {
  readonly readModel: Lag;
  /** What was signed of exactly its days, by the agency whose dossiers they are; null where nothing was. */
  readonly signed: SignedNumber | null;
  /** Null of a figure that is not made of dossiers. */
  readonly links: { readonly dossiers: string } | null;
};

/** Chỉ tiêu with its certificate. @throws Refusal `read-model-behind`, `invalid-input`, `unknown-agency`, `not-allowed` */
export class AskFigure extends Query<FigureAnswer> {
  constructor(
    readonly caller: Caller,
    readonly definition: AnyFigure,
    readonly wanted: FigureWanted,
    /** Whether every dossier is looked at for the digest, the calendars and the number of them. */
    readonly withProof: boolean,
  ) {
    super();
  }
}

/** A page of the dossiers that a figure is made of, by id. */
export class AskFigureDossiers extends Query<FigurePage> {
  constructor(
    readonly caller: Caller,
    readonly definition: FigureDefinition,
    readonly wanted: FigureWanted,
    readonly page: { readonly after: string; readonly limit: number },
  ) {
    super();
  }
}

/** Some of a figure's dossiers, and what each adds to its terms. */
export interface FigurePage {
  /** What was known: to be given with the next page, so that all of them are of one past. */
  readonly asOf: Position | null;
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
    readonly definition: FigureDefinition,
    readonly wanted: FigureWanted,
    readonly code: string,
  ) {
    super();
  }
}

@QueryHandler(AskFigure)
export class AskFigureHandler implements IQueryHandler<AskFigure> {
  constructor(private readonly views: ReportViews) {}

  async execute({ caller: { actor }, definition, wanted, withProof }: AskFigure): Promise<FigureAnswer> {
    const view = await this.views.of(actor, wanted);
    const ground = this.views.groundOf(definition, wanted, view);
    const figure = await (withProof ? figureOf : tableOf)(definition, ground);
    return {
      ...{ ...figure, readModel: view.readModel },
      signed: await this.views.closingsOf(view).of(definition, figure),
      links: linksOf(definition, wanted, figure.certificate),
    };
  }
}

function linksOf(
  definition: AnyFigure,
  { period, agency, by, withSubtrees }: FigureWanted,
  { figure, asOf, evaluatedAt }: FigureTable['certificate'],
): FigureAnswer['links'] {
  if (!isOfDossiers(definition)) return null;
  const query = new URLSearchParams({ figure, period, at: evaluatedAt, ...(agency === undefined ? {} : { agency }) });
  if (asOf !== null) query.set('asOf', asOf);
  if (by !== undefined) query.set('by', by);
  if (withSubtrees === true) query.set('subtrees', 'true');
  return { dossiers: `/reports/figures/dossiers?${query}` };
}

@QueryHandler(AskFigureDossiers)
export class AskFigureDossiersHandler implements IQueryHandler<AskFigureDossiers> {
  constructor(
    private readonly figures: Figures,
    private readonly views: ReportViews,
  ) {}

  async execute({ caller: { actor }, definition, wanted, page }: AskFigureDossiers): Promise<FigurePage> {
    const view = await this.views.of(actor, wanted);
    const { asOf } = view.ofDossiers;
    const { asked, now, catalogue } = this.views.groundOf(definition, wanted, view);
    const found: FigurePage['dossiers'][number][] = [];
    for await (const each of this.figures.dossiers(definition, asked, now, catalogue, page.after)) {
      if (found.length === page.limit) return { asOf, dossiers: found, after: found.at(-1)?.dossierId ?? null };
      const { dossierId, revision, terms, standing } = each;
      found.push({ dossierId, revision, code: standing.code, terms });
    }
    return { asOf, dossiers: found, after: null };
  }
}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(
    private readonly figures: Figures,
    private readonly views: ReportViews,
  ) {}

  async execute({ caller: { actor }, definition, wanted, code }: ExplainFigure): Promise<readonly Explained[]> {
    const view = await this.views.of(actor, wanted);
    const { asked, now, catalogue } = this.views.groundOf(definition, wanted, view);
    const found = await this.figures.explain(definition, asked, code, now, catalogue);
    const { agencies } = view;
    const seen = found.filter(
      ({ standing }) => agencies === null || agencies.includes(standing.agency ?? standing.centre),
    );
    if (seen.length === 0) throw new Refusal('unknown-dossier', null, { code });
    return seen;
  }
}
