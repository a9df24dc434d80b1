import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { scopeOf, seesAgency, type Scope } from '#access';
import type { CatalogueView } from '#catalogue';
import { CatalogueFeed, type Caller } from '#handling';
import { Refusal, type Position } from '#kernel';
import type { SignedNumber } from '#oversight';
import { Checkpoints } from '#read-store';
import {
  Flows,
  flowsOfPast,
  mustBeKnown,
  EVERYTHING,
  positionOf,
  signedOfFlows,
  type FlowFilter,
  type FlowsPast,
  type FoundFlows,
} from '#reports';
import { ReportViews, type Lag } from './report-views.js';

/** Flows, and how far behind the read model was. */
export type FlowsAnswer = FoundFlows & {
  readonly readModel: Lag;
  /** What was signed of the days by the agency whose mandate they are of, as they ended; null where nothing was. */
  readonly signed: SignedNumber | null;
};

/** What passed between agencies, now or as it was known. @throws Refusal `read-model-behind`, `invalid-input` */
export class AskFlows extends Query<FlowsAnswer> {
  constructor(
    readonly caller: Caller,
    readonly filter: FlowFilter,
    readonly past: FlowsPast & { readonly proof: boolean },
    /** Of the agency of the filter and all below it, whichever end they are. */
    readonly subtrees: boolean,
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

  async execute({ caller: { actor }, filter, past, subtrees, atLeast }: AskFlows): Promise<FlowsAnswer> {
    const { view } = this.catalogue;
    const isNow = past.asOf === undefined && past.at === undefined;
    const toldBy = isNow ? ['flows'] : ['flows', 'outcomes'];
    if (atLeast !== undefined) for (const projection of toldBy) await this.checkpoints.waitFor(projection, atLeast);
    const readModel = await this.views.lag(toldBy);
    const { db, store, clock } = this.views;
    const now = clock.now();
    mustBeKnown(filter, now, view);
    const known = past.asOf === undefined ? null : await positionOf({ db, store }, past.asOf, now);
    const { agency, ...ofAll } = filter;
    const mandate = scopeOf(actor, 'read-flows', view);
    const scope = subtrees ? within(mandate, agency, await this.views.catalogueAt(known ?? EVERYTHING)) : mandate;
    const asked = subtrees ? ofAll : filter;
    const as = { proof: past.proof };
    const ofPast = (at: string | undefined) =>
      flowsOfPast({ db, store, now }, scope, asked, { asOf: known ?? undefined, at }, as);
    const found = await (isNow ? this.flows.find(scope, asked, now, as) : ofPast(past.at));
    const signers = this.views.signersFor(actor, mandate, subtrees ? agency : undefined);
    return {
      ...{ ...found, readModel },
      signed: await signedOfFlows(store, signers, found, {
        ...{ agencies: scope.is === 'involving' ? scope.agencies : null, asOf: known, again: ofPast },
      }),
    };
  }
}

/** @throws Refusal `not-allowed` beyond the mandate, `invalid-input` of no agency */
function within(mandate: Scope, agency: string | undefined, catalogue: CatalogueView): Scope {
  if (agency === undefined) throw new Refusal('invalid-input', null, { at: 'subtrees: together with agency' });
  const agencies = catalogue.subtreeOf(agency);
  if (!agencies.every((one) => seesAgency(mandate, one)))
    throw new Refusal('not-allowed', null, { right: 'read-flows', agency });
  return { is: 'involving', agencies };
}
