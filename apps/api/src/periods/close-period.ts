import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { actorOf, placeFor, type Asker } from '#access';
import { CatalogueFeed, type Caller } from '#handling';
import { appendOversight } from '#installation';
import { Clock, EventStore, Refusal, RevisionConflict, vietnamDay, type Day } from '#kernel';
import { closedPeriodOf, closePeriod, periodStream, restatePeriod, type ClosedPeriod } from '#oversight';
import { projectionHealth } from '#read-store';
import { Figures } from '#reports';
import { figuresOf, periodRead } from './period-figures.js';

/** The period of one's own agency, with those below it. */
export interface OwnPeriod {
  readonly from: Day;
  readonly to: Day;
}

/** Khóa sổ, or without a reason to restate it: @throws Refusal of `closePeriod` and `restatePeriod`, `read-model-behind` */
export class ClosePeriod extends Command<ClosedPeriod> {
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
    private readonly figures: Figures,
    private readonly catalogue: CatalogueFeed,
    private readonly clock: Clock,
    private readonly db: DataSource,
  ) {}

  async execute({ caller: { actor }, period, reason }: ClosePeriod): Promise<ClosedPeriod> {
    const agency = agencyOf(actor);
    const stream = periodStream({ agency, ...period });
    await mustBeCaughtUp(this.db);
    const now = this.clock.now();
    const closing = await figuresOf(this.figures, this.catalogue.view, { agency, ...period }, now);
    const { store, clock } = this;
    try {
      await appendOversight({ store, clock, actor: actorOf(actor) }, stream, (history) => {
        const current = closedPeriodOf(history);
        return reason === null
          ? closePeriod(current, closing, vietnamDay(now))
          : restatePeriod(current, { ...closing, reason });
      });
    } catch (error) {
      if (error instanceof RevisionConflict) throw new Refusal('period-already-closed', null, { ...period });
      throw error;
    }
    const written = await periodRead(store, stream);
    if (written === null) throw new Error('a period that was closed is not');
    return written;
  }
}

/** A leader signs for the agency that they lead. */
function agencyOf(asker: Asker): string {
  placeFor(asker, 'ClosePeriod');
  if (asker.agency === null) throw new Refusal('not-allowed', null, { right: 'ClosePeriod', why: 'of no agency' });
  return asker.agency;
}

/** What is signed is of all that was written by then. */
async function mustBeCaughtUp(db: DataSource): Promise<void> {
  const health = (await projectionHealth(db)).find(({ projection }) => projection === 'outcomes');
  if (health?.caughtUp !== true) throw new Refusal('read-model-behind', null, { projection: 'outcomes' });
}
