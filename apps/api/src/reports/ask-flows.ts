import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import type { Position } from '#kernel';
import type { Signed } from '#oversight';
import { Checkpoints } from '#read-store';
import {
  Flows,
  flowsOfPast,
  mustBeKnown,
  signedOfFlows,
  type FlowFilter,
  type FlowsPast,
  type FoundFlows,
} from '#reports';
import { isWhole, ReportViews, type Lag } from './report-views.js';

/** Flows, and how far behind the read model was. */
export type FlowsAnswer = FoundFlows & {
  readonly readModel: Lag;
  /** What was signed of the days by the agency whose mandate they are of, as they ended; null where nothing was. */
  readonly signed: Signed | null;
};

/** What passed between agencies, now or as it was known. @throws Refusal `read-model-behind`, `invalid-input` */
export class AskFlows extends Query<FlowsAnswer> {
  constructor(
    readonly caller: Caller,
    readonly filter: FlowFilter,
    readonly past: FlowsPast & { readonly proof: boolean },
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
    private readonly views: ReportViews,
  ) {}

  async execute({ caller: { actor }, filter, past, atLeast }: AskFlows): Promise<FlowsAnswer> {
    const scope = scopeOf(actor, 'read-flows', this.catalogue.view);
    const isNow = past.asOf === undefined && past.at === undefined;
    const toldBy = isNow ? ['flows'] : ['flows', 'outcomes'];
    if (atLeast !== undefined) for (const projection of toldBy) await this.checkpoints.waitFor(projection, atLeast);
    const { db, store, clock } = this.views;
    const now = clock.now();
    mustBeKnown(filter, now, this.catalogue.view);
    const found = await (isNow
      ? this.flows.find(scope, filter, now, { proof: past.proof })
      : flowsOfPast({ db, store, now }, scope, filter, past, { proof: past.proof }));
    const { agency } = actor;
    const isMandate =
      agency !== null && scope.is === 'involving' && isWhole(scope.agencies, this.catalogue.view.subtreeOf(agency));
    return {
      ...{ ...found, readModel: await this.views.lag(toldBy) },
      signed: await signedOfFlows(store, isMandate ? agency : null, found),
    };
  }
}
