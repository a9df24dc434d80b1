import { setTimeout as wait } from 'node:timers/promises';
import { dayAfter, vietnamDay } from '#kernel';
import { sealLedger, type Sealing } from './seal-ledger.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** How long after midnight, at most, the day before is sealed. */
const LOOK_EVERY_MINUTES = 10;

export interface LedgerKeeping extends Sealing {
  /** A day's 1,440: a day is sealed once it is over. Fewer: what happened today too, that often. */
  readonly everyMinutes: number;
  /** Hears what went wrong; the next time it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** Seals by itself while the process runs; any number of processes may. @returns how to stop it */
export function keepLedger({ everyMinutes, onTrouble, ...sealing }: LedgerKeeping): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const keep = async (): Promise<void> => {
    while (!signal.aborted) {
      const today = vietnamDay(sealing.clock.now());
      await sealLedger(sealing, everyMinutes < DAY_MINUTES ? today : dayAfter(today, -1)).catch((error: unknown) => {
        if (!signal.aborted) onTrouble(error);
      });
      const minutes = Math.min(everyMinutes, LOOK_EVERY_MINUTES);
      await wait(minutes * MINUTE_MS, undefined, { signal }).catch(() => {});
    }
  };
  const keeping = keep();
  return async () => {
    ending.abort();
    await keeping;
  };
}
