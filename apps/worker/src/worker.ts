import type { DataSource } from 'typeorm';
import type { ErasuresFollowed } from '#access';
import { keepForgetting, type ToForget } from '#handling';
import { keepLedger, type Signer } from '#inspection';
import type { Clock, EventStore } from '#kernel';
import { keepPapersSwept, type PaperVault } from '#papers';
import { ProjectionRunner } from '#read-store';
import { projections } from '#reports';

/** What a worker stands on. */
export interface Ground {
  readonly db: DataSource;
  readonly store: EventStore;
  readonly log: EventStore;
  readonly clock: Clock;
  readonly papers: PaperVault;
  readonly signer: Signer;
  readonly ledgerEveryMinutes: number;
  readonly toForget: readonly ToForget[];
  readonly erasures: ErasuresFollowed;
  /** Hears what went wrong with a read model, with the ledger, or with an erasure. */
  readonly onTrouble: (part: string, error: unknown) => void;
}

/** Keeps every read model up with the log, the ledger, and erasures whole; any number of workers may run. @returns how to stop it */
export function startWorker(ground: Ground): () => Promise<void> {
  const { db, store, onTrouble } = ground;
  const runners = projections.map(
    (projection) =>
      new ProjectionRunner({ db, store, projection, onTrouble: (error) => onTrouble(projection.name, error) }),
  );
  for (const runner of runners) runner.start();
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
    await Promise.all(runners.map((runner) => runner.stop()));
  };
}
