import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { run, type JobHelpers, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { DossierReactions, type CatalogueFeed } from '#handling';
import { Refusal, type Clock, type EventStore } from '#kernel';
import type { Notifier } from '../notices/notifier.js';
import { TELL_TASK } from '../notices/claim.js';
import { tell } from '../notices/tell.js';
import { areHeld, Held } from './hold.js';
import { look } from './look.js';
import { timerPool } from './pool.js';
import { silent } from './quiet-logger.js';
import { LOOK_TASK } from './schedule.js';
import { openTimers } from './schema.js';
import { settling } from './settle.js';
import { SignOfLife } from './sign-of-life.js';
import { findLost, followCalendar, scheduleUnknown } from './sweep.js';

/** Dossiers that a worker has in hand at once: most of what a look takes is waiting for a round trip. */
export const AT_ONCE = 48;
const CONNECTIONS = 12;
const POLL_MS = 500;
const SWEEP_MS = 2_000;
const BEGUN_AGAIN_MS = 1_000;

/** What timers stand on. */
export interface TimerGround {
  readonly databaseUrl: string;
  readonly db: DataSource;
  readonly store: EventStore;
  readonly catalogue: CatalogueFeed;
  /** The server's time, so that a machine whose clock is off does nothing early. */
  readonly clock: Clock;
  /** Null: nobody is told by message; duties are seen in the list. */
  readonly notifier: Notifier | null;
  readonly onTrouble: (error: unknown) => void;
}

/** Hẹn giờ: looks at dossiers when their moment has come; any number of processes may. @returns how to stop it */
export async function startTimers(ground: TimerGround): Promise<() => Promise<void>> {
  const { databaseUrl, store, catalogue, clock, onTrouble } = ground;
  const pool = timerPool(databaseUrl, CONNECTIONS);
  await openTimers(pool);
  const life = new SignOfLife(databaseUrl, pool);
  await life.hold();
  const reactions = new DossierReactions(store, catalogue, clock);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => void life.of(workerPool.id).catch(onTrouble));
  const ending = new AbortController();
  const ran = keepRunning(ending.signal, onTrouble, () =>
    run({
      pgPool: pool,
      events,
      concurrency: AT_ONCE,
      pollInterval: POLL_MS,
      preset: { worker: { localQueue: { size: AT_ONCE * 2 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      noHandleSignals: true,
      logger: silent,
      taskList: tasks({ ...ground, pool, reactions }),
    }),
  );
  const sweeping = sweep({ ...ground, pool, reactions }, life, ending.signal);
  return async () => {
    ending.abort();
    await sweeping;
    await ran;
    await life.end();
    await pool.end();
  };
}

/** graphile-worker gives up when the database stays away for long; it is begun anew, under another name. */
async function keepRunning(
  signal: AbortSignal,
  onTrouble: (error: unknown) => void,
  begin: () => Promise<Runner>,
): Promise<void> {
  while (!signal.aborted)
    try {
      const runner = await begin();
      const stop = (): void => void runner.stop().catch(() => {}); // what it ended with is told by its promise
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      await runner.promise.finally(() => signal.removeEventListener('abort', stop));
    } catch (error) {
      onTrouble(error);
      await wait(BEGUN_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
}

type Standing = TimerGround & { readonly pool: pg.Pool; readonly reactions: DossierReactions };

/** A job whose dossier stopped is not tried again: quarantine has it, and a release brings its timer back. */
function tasks(ground: Standing): TaskList {
  const held = new Held(ground.pool);
  const looking = { ...ground, settling: settling(ground.pool, ground.clock) };
  return {
    [LOOK_TASK]: async (payload: unknown) => {
      if (await held.are()) return;
      const { dossier } = textsOf(payload);
      await look(looking, dossier ?? '').catch((error: unknown) => {
        if (!(error instanceof Refusal) || error.code !== 'dossier-corrupt') throw error;
        ground.onTrouble(error);
      });
    },
    [TELL_TASK]: async (payload: unknown, { job }: JobHelpers) => {
      const { dossier = '', duty = '', level = '' } = textsOf(payload);
      await tell(ground.pool, ground.notifier, { dossier, duty, level }).catch((error: unknown) => {
        if (job.attempts > 1) ground.onTrouble(error);
        throw error;
      });
    },
  };
}

const textsOf = (payload: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typeof payload === 'object' && payload !== null ? payload : {}).map(([key, value]) => [
      key,
      String(value),
    ]),
  );

/** At first finds dossiers that no timer knows of; now and then frees what a killed process had in hand, finds lost timers, follows a calendar that was published. */
async function sweep(ground: Standing, life: SignOfLife, signal: AbortSignal): Promise<void> {
  const deriving = { ...ground, calendar: () => ground.catalogue.view.calendar() };
  let areKnown = false;
  while (!signal.aborted) {
    try {
      await life.hold();
      await life.freeTheDead();
      const held = await areHeld(ground.pool);
      if (!held) await findLost(ground.pool, ground.clock);
      while (!held && !areKnown && !signal.aborted) areKnown = (await scheduleUnknown(deriving)) === 0;
      while (!held && !signal.aborted && (await followCalendar(ground)) > 0);
    } catch (error) {
      if (!signal.aborted) ground.onTrouble(error);
    }
    await wait(SWEEP_MS, undefined, { signal }).catch(() => {});
  }
}
