import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { scopeOf, seesAgency } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { seenPeriod, type AgencyPeriod, type PeriodSeen } from '#installation';
import { Clock, EventStore, Refusal } from '#kernel';

/** Kỳ đã khóa. @throws Refusal `period-not-closed`, `not-allowed` beyond the mandate */
export class AskPeriod extends Query<PeriodSeen> {
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
    private readonly store: EventStore,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
    private readonly db: DataSource,
  ) {}

  async execute({ caller: { actor }, period }: AskPeriod): Promise<PeriodSeen> {
    const { store, catalogue, clock, db } = this;
    if (!seesAgency(scopeOf(actor, 'read-figures', catalogue.view), period.agency))
      throw new Refusal('not-allowed', null, { right: 'read-figures', agency: period.agency });
    return seenPeriod({ store, catalogue, clock, db }, period);
  }
}
