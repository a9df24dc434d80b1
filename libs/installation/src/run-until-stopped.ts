import { framesOf, toldOf } from '#kernel';
import { WrongConfiguration } from './configuration.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** A stop that hangs is given up: longer than the longest delay before it and all that is waited for. */
const STOP_WITHIN_MS = 90_000;
/** What is told to stop while it still waits for its stores has so long to get to where it can stop cleanly. */
const START_WITHIN_MS = 5_000;

/** How a process says why it does not run, or runs no longer. */
export type Tell = (reason: string, at: readonly string[]) => void;

/** To the person who started it. */
export const tellPerson: Tell = (reason) => void process.stderr.write(`Không chạy được: ${reason}\n`);

/** To whoever gathers the logs. */
export const tellLog: Tell = (reason, frames) => {
  const entry = { at: new Date().toISOString(), level: 'error', context: 'process', error: reason, frames };
  process.stderr.write(`${JSON.stringify(entry)}\n`);
};

/**
 * Runs a process until it is told to stop, then stops it cleanly; what cannot start says why in one line, and so does
 * what nobody caught, for the runtime would print it with all that it quotes.
 * @param start answers how to stop what it started.
 */
export async function runUntilStopped(tell: Tell, start: () => Promise<() => Promise<void>>): Promise<void> {
  let stopNow = (): void => {};
  const told = new Promise<void>((resolve) => (stopNow = resolve));
  let started = false;
  void told.then(() => setTimeout(() => process.exit(1), started ? STOP_WITHIN_MS : START_WITHIN_MS).unref());
  for (const signal of SIGNALS) process.on(signal, stopNow);
  process.on('uncaughtException', (error) => {
    tell(reasonOf(error), framesOf(error));
    process.exit(1);
  });
  try {
    const stop = await start();
    started = true;
    await told;
    await stop();
  } catch (error) {
    tell(reasonOf(error), error instanceof WrongConfiguration ? [] : framesOf(error));
    process.exitCode = 1;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stopNow);
  }
}

const reasonOf = (error: unknown): string => (error instanceof WrongConfiguration ? error.message : toldOf(error));
