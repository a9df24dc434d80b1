import type { DataSource } from 'typeorm';
import type { EventStore } from '#kernel';
import { ProjectionRunner } from '#read-store';
import { projections } from '#reports';

/** What a worker stands on. */
export interface Ground {
  readonly db: DataSource;
  readonly store: EventStore;
  readonly onTrouble: (projection: string, error: unknown) => void;
}

/** Keeps every read model up with the log; any number of workers may run. @returns how to stop it */
export function startWorker({ db, store, onTrouble }: Ground): () => Promise<void> {
  const runners = projections.map(
    (projection) =>
      new ProjectionRunner({ db, store, projection, onTrouble: (error) => onTrouble(projection.name, error) }),
  );
  for (const runner of runners) runner.start();
  return async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
  };
}
