import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, EventStore, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { Flows, flowsOfPast, type FlowFilter, type FlowsPast, type FoundFlows } from '#reports';

/** What passed between agencies, now or as it was known. @throws Refusal `read-model-behind`, `invalid-input` */
export class AskFlows extends Query<FoundFlows> {
  constructor(
    readonly caller: Caller,
    readonly filter: FlowFilter,
    readonly past: FlowsPast,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskFlows)
export class AskFlowsHandler implements IQueryHandler<AskFlows> {
  constructor(
    private readonly flows: Flows,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
    private readonly db: DataSource,
    private readonly store: EventStore,
  ) {}

  async execute({ caller: { actor }, filter, past, atLeast }: AskFlows): Promise<FoundFlows> {
    const scope = scopeOf(actor, 'read-flows', this.catalogue.view);
    const isNow = past.asOf === undefined && past.at === undefined;
    if (atLeast !== undefined)
      for (const projection of isNow ? ['flows'] : ['flows', 'outcomes'])
        await this.checkpoints.waitFor(projection, atLeast);
    const now = this.clock.now();
    if (isNow) return this.flows.find(scope, filter, now);
    return flowsOfPast({ db: this.db, store: this.store, now }, scope, filter, past);
  }
}
