import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '#handling';
import { shippedTargets } from '#installation';
import type { Position } from '#kernel';
import {
  Figures,
  isOfDossiers,
  periodOf,
  reachedGoals,
  onTimeRate,
  tableOf,
  type Period,
  type ReachedGoal,
} from '#reports';
import { ReportViews, seesProvince, type FigureWanted, type Lag } from './report-views.js';

/** Whatever is made of dossiers is held against what was known of them at one position. */
export interface GoalsAnswer {
  readonly period: Period;
  readonly asOf: Position | null;
  readonly goals: readonly ReachedGoal[];
  readonly readModel: Lag;
}

/** Chỉ tiêu và kết quả, of one's mandate. @throws Refusal `read-model-behind`, `invalid-input`, `unknown-agency` */
export class AskGoals extends Query<GoalsAnswer> {
  constructor(
    readonly caller: Caller,
    readonly wanted: FigureWanted,
    /** Whose goals; of all provinces by default. */
    readonly province: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskGoals)
export class AskGoalsHandler implements IQueryHandler<AskGoals> {
  constructor(
    private readonly views: ReportViews,
    private readonly figures: Figures,
  ) {}

  async execute({ caller: { actor }, wanted, province }: AskGoals): Promise<GoalsAnswer> {
    const view = await this.views.of(actor, wanted);
    const period = periodOf(wanted.period, view.now);
    const { asOf } = view.ofDossiers;
    const ofAll = seesProvince(view) && wanted.agency === undefined;
    const asked = { on: period.to, asOf: view.position, province, shipped: shippedTargets() };
    const closings = this.views.closingsOf(view);
    const goals = await reachedGoals(this.views.store, asked, {
      measure: async (definition) => {
        if (!ofAll && !isOfDossiers(definition)) return null;
        const table = await tableOf(definition, this.views.groundOf(definition, wanted, view));
        return { ...table, signed: await closings.of(definition, table) };
      },
      stillDue: () => {
        const { asked: of, now } = this.views.groundOf(onTimeRate, wanted, view);
        return this.figures.stillDue(of, now);
      },
    });
    return { period, asOf, goals, readModel: view.readModel };
  }
}
