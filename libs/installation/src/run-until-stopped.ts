import { WrongConfiguration } from './configuration.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** A stop that hangs is given up. */
const STOP_WITHIN_MS = 20_000;

/**
 * Runs a process until it is told to stop, then stops it cleanly; what cannot start says why in one line.
 * @param start answers how to stop what it started.
 */
export async function runUntilStopped(start: () => Promise<() => Promise<void>>): Promise<void> {
  let tell = (): void => {};
  const told = new Promise<void>((resolve) => (tell = resolve));
  for (const signal of SIGNALS) process.on(signal, tell);
  try {
    const stop = await start();
    await told;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await stop();
  } catch (error) {
    process.stderr.write(`Không chạy được: ${reasonOf(error)}\n`);
    process.exitCode = 1;
  } finally {
    for (const signal of SIGNALS) process.off(signal, tell);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof WrongConfiguration) return error.message;
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
