import type { Installation } from '#installation';
import { projectionHealth, ProjectionRunner, type Projection } from '#read-store';

const LOOK_MS = 100;

/** Where no worker runs, this process keeps a read model up meanwhile. @returns how to leave it */
export async function upToDate(
  { db, store }: Installation,
  projection: Projection,
  signal: AbortSignal = new AbortController().signal,
): Promise<() => Promise<void>> {
  const runner = new ProjectionRunner({ db, store, projection });
  runner.start();
  for (;;) {
    const health = (await projectionHealth(db)).find(({ projection: name }) => name === projection.name);
    if (health?.caughtUp === true || signal.aborted) {
      const aside = health?.quarantined ?? 0;
      if (aside > 0) process.stderr.write(`${aside} dossiers are quarantined; what is new of them is not seen here\n`);
      return () => runner.stop();
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
