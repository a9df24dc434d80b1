import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { actorOf } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { signingFor, writePeriod, type PeriodWritten } from '#installation';
import { Clock, EventStore, type Day } from '#kernel';

/** The period of one's own agency, with those below it. */
export interface OwnPeriod {
  readonly from: Day;
  readonly to: Day;
}

/** Khóa sổ, or with a reason what is restated. @throws Refusal `not-allowed`, and those of `writePeriod` */
export class ClosePeriod extends Command<PeriodWritten> {
  constructor(
    readonly caller: Caller,
    readonly period: OwnPeriod,
    /** Null of a closing; why it is restated else. */
    readonly reason: string | null,
  ) {
    super();
  }
}

@CommandHandler(ClosePeriod)
export class ClosePeriodHandler implements ICommandHandler<ClosePeriod> {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
    private readonly db: DataSource,
  ) {}

  execute({ caller: { actor }, period, reason }: ClosePeriod): Promise<PeriodWritten> {
    const { store, catalogue, clock, db } = this;
    const agency = signingFor(actor);
    return writePeriod({ store, catalogue, clock, db, actor: actorOf(actor) }, { agency, ...period }, reason);
  }
}
