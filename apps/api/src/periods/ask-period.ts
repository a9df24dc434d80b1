import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { seenPeriod, type PeriodSeen } from '#installation';
import { Refusal } from '#kernel';
import { closedPeriod, type AgencyPeriod } from '#oversight';
import { mayBeTold } from '#reports';
import { ReportViews, type Lag } from '../reports/report-views.js';

/** What was signed beside what the log says, and how far behind the read model was. */
export type PeriodAnswer = PeriodSeen & { readonly readModel: Lag };

/** Kỳ đã khóa, to whoever sees all that it is of. @throws Refusal `period-not-closed`, `not-allowed` beyond the mandate */
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
    const scope = scopeOf(actor, 'read-figures', catalogue.view);
    const { signers, seen } = views.signersFor(actor, scope, period.agency);
    const beyond = new Refusal('not-allowed', null, { right: 'read-figures', agency: period.agency });
    if (signers.length === 0) throw beyond;
    const { store, clock, db } = views;
    const closed = await closedPeriod(store, period);
    if (closed !== null && !mayBeTold(closed, seen)) throw beyond;
    const readModel = await views.lag(['outcomes', 'flows']);
    return { ...(await seenPeriod({ store, catalogue, clock, db }, period)), readModel };
  }
}
