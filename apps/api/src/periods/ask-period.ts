import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, seesAgency } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { seenPeriod, type PeriodSeen } from '#installation';
import { Refusal } from '#kernel';
import type { AgencyPeriod } from '#oversight';
import { ReportViews, type Lag } from '../reports/report-views.js';

/** What was signed beside what the log says, and how far behind the read model was. */
export type PeriodAnswer = PeriodSeen & { readonly readModel: Lag };

/** Kỳ đã khóa. @throws Refusal `period-not-closed`, `not-allowed` beyond the mandate */
export class AskPeriod extends Query<PeriodAnswer> {
  constructor(
    readonly caller: Caller,
    readonly period: AgencyPeriod,
  ) {
    super();
  }
}

@QueryHandler(AskPeriod)
export class AskPeriodHandler implements IQueryHandler<AskPeriod> {
  constructor(
    private readonly catalogue: CatalogueFeed,
    private readonly views: ReportViews,
  ) {}

  async execute({ caller: { actor }, period }: AskPeriod): Promise<PeriodAnswer> {
    const { catalogue, views } = this;
    if (!seesAgency(scopeOf(actor, 'read-figures', catalogue.view), period.agency))
      throw new Refusal('not-allowed', null, { right: 'read-figures', agency: period.agency });
    const { store, clock, db } = views;
    return {
      ...(await seenPeriod({ store, catalogue, clock, db }, period)),
      readModel: await views.lag(['outcomes', 'flows']),
    };
  }
}
