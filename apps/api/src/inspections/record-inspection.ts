import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { actorOf, scopeOf, seesAgency } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { writeInspection } from '#installation';
import { Clock, EventStore, Refusal } from '#kernel';
import type { Inspection } from '#oversight';

export interface RecordedInspection {
  readonly inspectionId: string;
  /** False when it was known already. */
  readonly isNew: boolean;
}

/** Ghi nhận kiểm tra. @throws Refusal `not-allowed` beyond the mandate, and those of `recordInspection` */
export class RecordInspection extends Command<RecordedInspection> {
  constructor(
    readonly caller: Caller,
    readonly inspection: Inspection,
  ) {
    super();
  }
}

@CommandHandler(RecordInspection)
export class RecordInspectionHandler implements ICommandHandler<RecordInspection> {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
  ) {}

  async execute({ caller: { actor }, inspection }: RecordInspection): Promise<RecordedInspection> {
    const { store, catalogue, clock } = this;
    const { inspectionId, inspectedBy, agency } = inspection;
    const scope = scopeOf(actor, 'RecordInspection', catalogue.view);
    if (!seesAgency(scope, agency) || !seesAgency(scope, inspectedBy))
      throw new Refusal('not-allowed', null, { right: 'RecordInspection', agency, inspectedBy });
    const isNew = await writeInspection({ store, catalogue, clock, actor: actorOf(actor) }, inspection);
    return { inspectionId, isNew };
  }
}
