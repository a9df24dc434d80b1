import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { maskedFor, scopeOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { Refusal, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { Timelines, type Timeline } from '#reports';

/** Everything that happened to a dossier. @throws Refusal `unknown-dossier`, `read-model-behind`, `invalid-input` */
export class AskTimeline extends Query<Timeline> {
  constructor(
    readonly caller: Caller,
    readonly idOrCode: string,
    readonly atLeast: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(AskTimeline)
export class AskTimelineHandler implements IQueryHandler<AskTimeline> {
  constructor(
    private readonly timelines: Timelines,
    private readonly checkpoints: Checkpoints,
    private readonly catalogue: CatalogueFeed,
  ) {}

  async execute({ caller: { actor }, idOrCode, atLeast }: AskTimeline): Promise<Timeline> {
    const scope = scopeOf(actor, 'read-timeline', this.catalogue.view);
    // Who may see it is known to the register.
    if (atLeast !== undefined)
      await Promise.all(['timeline', 'register'].map((name) => this.checkpoints.waitFor(name, atLeast)));
    const found = await this.timelines.find(scope, idOrCode);
    if (found === undefined) throw new Refusal('unknown-dossier');
    return maskedFor(actor.role, found);
  }
}
