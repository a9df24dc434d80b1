import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, seesAgency } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, EventStore, Refusal } from '#kernel';
import { lastSaid, periodStream, saysTheSame, type ClosedPeriod, type Closing } from '#oversight';
import { Figures } from '#reports';
import { figuresOf, periodRead } from './period-figures.js';

/** What was signed, what was restated, and what the log says now. */
export interface PeriodSeen extends ClosedPeriod {
  readonly now: Closing;
  /** Whether the log says otherwise than was last said: it waits to be restated. */
  readonly differs: boolean;
}

/** Kỳ đã khóa. @throws Refusal `period-not-closed`, `not-allowed` beyond the mandate */
export class AskPeriod extends Query<PeriodSeen> {
  constructor(
    readonly caller: Caller,
    readonly period: Pick<Closing, 'agency' | 'from' | 'to'>,
  ) {
    super();
  }
}

@QueryHandler(AskPeriod)
export class AskPeriodHandler implements IQueryHandler<AskPeriod> {
  constructor(
    private readonly store: EventStore,
    private readonly figures: Figures,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, period }: AskPeriod): Promise<PeriodSeen> {
    const { view } = this.catalogue;
    if (!seesAgency(scopeOf(actor, 'read-figures', view), period.agency))
      throw new Refusal('not-allowed', null, { right: 'read-figures', agency: period.agency });
    const closed = await periodRead(this.store, periodStream(period));
    if (closed === null) throw new Refusal('period-not-closed', null, { ...period });
    const now = await figuresOf(this.figures, view, period, this.clock.now());
    return { ...closed, now, differs: !saysTheSame(lastSaid(closed), now) };
  }
}
