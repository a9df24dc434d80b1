import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Refusal, type Position } from '#kernel';
import { Checkpoints } from '#read-store';
import { Timelines, type Timeline } from '#reports';

/** Everything that happened to a dossier. @throws Refusal `unknown-dossier`, `read-model-behind`, `invalid-input` */
export class AskTimeline extends Query<Timeline> {
  constructor(
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
  ) {}

  async execute({ idOrCode, atLeast }: AskTimeline): Promise<Timeline> {
    if (atLeast !== undefined) await this.checkpoints.waitFor('timeline', atLeast);
    const found = await this.timelines.find(idOrCode);
    if (found === undefined) throw new Refusal('unknown-dossier');
    return found;
  }
}
