import type { DataSource } from 'typeorm';
import type { ErasuresFollowed } from '#access';
import { scheduleBy, startTimers, type Notifier } from '#duties';
import { keepForgetting, type CatalogueFeed, type ToForget } from '#handling';
import { keepLedger, type Signer } from '#inspection';
import { Refusal, type Clock, type EventStore } from '#kernel';
import { keepPapersSwept, type PaperVault } from '#papers';
import { isAway, ProjectionRunner } from '#read-store';
import { readModels } from '#installation';
import { keepChanges, keepFigureSums, outcomesProjection, type ChangedOutcome } from '#reports';

/** What a worker stands on. */
export interface Ground {
  readonly databaseUrl: string;
  readonly db: DataSource;
  readonly catalogue: CatalogueFeed;
  readonly store: EventStore;
  readonly log: EventStore;
  readonly clock: Clock;
  readonly papers: PaperVault;
  readonly signer: Signer;
  readonly ledgerEveryMinutes: number;
  readonly notifier: Notifier | null;
  readonly toForget: readonly ToForget[];
  readonly erasures: ErasuresFollowed;
  /** Hears what went wrong with a read model, with the ledger, with timers, or with an erasure. */
  readonly onTrouble: (part: string, error: unknown) => void;
  /** Hears of every dossier whose class a new version of the outcomes changes, before it takes the place of what serves. */
  readonly onReclassified: (changed: ChangedOutcome) => void;
}

/**
 * Keeps every read model up with the log, the ledger, the timers of duties, and erasures whole; any number of workers may
 * run. @returns how to stop it
 */
export async function startWorker(ground: Ground): Promise<() => Promise<void>> {
  const { db, store, catalogue, clock, onTrouble } = ground;
  const stopTimers = await startTimers({ ...ground, onTrouble: (error) => onTrouble('timers', error) });
  const runners = readModels({ calendar: () => catalogue.view.calendar(), schedule: scheduleBy(clock) }).map(
    (projection) =>
      new ProjectionRunner({
        ...{ db, store, projection, onTrouble: (error) => onTrouble(projection.name, error) },
        ...(projection.name === outcomesProjection.name ? { beforeSwitch: () => tellChanges(ground) } : {}),
      }),
  );
  for (const runner of runners) runner.start();
  const leaveSums = keepFigureSums({
    ...{ db, clock, calendars: () => catalogue.view.calendars() },
    onTrouble: (error) => onTrouble('figure-sums', error),
  });
  const leaveLedger = keepLedger({
    ...ground,
    everyMinutes: ground.ledgerEveryMinutes,
    onTrouble: (error) => onTrouble('ledger', error),
  });
  const leaveForgetting = keepForgetting({ ...ground, onTrouble: (error) => onTrouble('erasure', error) });
  const leavePapers = keepPapersSwept({ ...ground, onTrouble: (error) => onTrouble('papers', error) });
  return async () => {
    await leaveForgetting();
    await leavePapers();
    await leaveLedger();
    await leaveSums();
    await Promise.all(runners.map((runner) => runner.stop()));
    await stopTimers();
  };
}

/** Older tables may hold what this code cannot read: that is told, and is no reason to serve them for ever. */
async function tellChanges({ db, clock, onTrouble, onReclassified }: Ground): Promise<void> {
  try {
    await keepChanges(db, outcomesProjection.version, clock.now(), onReclassified);
  } catch (error) {
    if (error instanceof Refusal || isAway(error)) throw error;
    onTrouble('outcomes', error);
  }
}
