import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Clock } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { keepSums } from './keeper.js';

const REST_MS = 200;
const AFTER_TROUBLE_MS = 5_000;

/** What the sums are kept of, by which calendars and clock, and who hears what went wrong. */
export interface SumsKept {
  readonly db: DataSource;
  readonly clock: Clock;
  /** Those known now. */
  readonly calendars: () => readonly WorkingCalendar[];
  readonly onTrouble: (error: unknown) => void;
}

/** Keeps the sums of the figures up with the outcomes; any number may, one at a time does. @returns how to stop it */
export function keepFigureSums({ db, clock, calendars, onTrouble }: SumsKept): () => Promise<void> {
  const ending = new AbortController();
  const pause = (ms: number) => wait(ms, undefined, { signal: ending.signal }).catch(() => {});
  const keep = async () => {
    while (!ending.signal.aborted)
      try {
        if (!(await db.transaction((tx) => keepSums(tx, calendars(), clock.now())))) await pause(REST_MS);
      } catch (error) {
        onTrouble(error);
        await pause(AFTER_TROUBLE_MS);
      }
  };
  const running = keep();
  return async () => {
    ending.abort();
    await running;
  };
}
