import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { Clock, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { Flows, type FlowFilter, type FoundFlows } from '#reports';

/** What passed between agencies. @throws Refusal `read-model-behind`, `invalid-input` */
export class AskFlows extends Query<FoundFlows> {
  constructor(
    readonly caller: Caller,
    readonly filter: FlowFilter,
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
  ) {}

  async execute({ caller: { actor }, filter, atLeast }: AskFlows): Promise<FoundFlows> {
    const scope = scopeOf(actor, 'read-flows', this.catalogue.view);
    if (atLeast !== undefined) await this.checkpoints.waitFor('flows', atLeast);
    return this.flows.find(scope, filter, this.clock.now());
  }
}
