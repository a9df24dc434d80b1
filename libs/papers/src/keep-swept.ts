import type { EventStore } from '#kernel';
import type { PaperVault } from './paper-vault.js';

const DAY_MS = 24 * 3_600_000;

/** What is swept, by which log, and who hears what went wrong. */
export interface Sweeping {
  readonly papers: PaperVault;
  readonly store: EventStore;
  readonly onTrouble: (error: unknown) => void;
}

/** Sweeps at once and then every day, until it is told to stop; two that sweep at the same time do no harm. */
export function keepPapersSwept({ papers, store, onTrouble }: Sweeping): () => Promise<void> {
  const sweep = () => papers.sweep(store, Date.now()).then(() => {}, onTrouble);
  let running = sweep();
  const timer = setInterval(() => {
    running = running.then(sweep);
  }, DAY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
