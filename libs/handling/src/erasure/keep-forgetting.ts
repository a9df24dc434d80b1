import { setTimeout as wait } from 'node:timers/promises';
import type { ErasuresFollowed } from '#access';
import type { EventStore, Position } from '#kernel';
import { erasedBy, forget, type ToForget } from './forget.js';

const DOSSIERS = 'dossier-';
const BATCH_SIZE = 500;
/** Erasures are rare: a reader in no hurry spares the store. */
const GATHERED_MS = 500;
const AGAIN_AFTER_MS = 2_000;

export interface ToBeForgotten {
  readonly log: EventStore;
  readonly toForget: readonly ToForget[];
  readonly erasures: ErasuresFollowed;
}

export interface Forgetting extends ToBeForgotten {
  /** Hears what went wrong; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Forgets what the log tells to up to its end, once: before a process answers anybody, so that a vault of an older backup
 * opens nothing that was erased since. Where all was forgotten before it reads next to nothing.
 */
export async function forgetMissed(kept: ToBeForgotten): Promise<void> {
  const ending = new AbortController();
  await follow(kept, ending.signal, 'once').finally(() => ending.abort());
}

/**
 * Goes through the log for erasures and forgets what they tell to, where somebody was interrupted, or where a vault was
 * restored that does not know of them. Any number of processes may. @returns how to stop it
 */
export function keepForgetting(forgetting: Forgetting): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const keep = async (): Promise<void> => {
    while (!signal.aborted) {
      await follow(forgetting, signal, 'always').catch((error: unknown) => {
        if (!signal.aborted) forgetting.onTrouble(error);
      });
      await wait(AGAIN_AFTER_MS, undefined, { signal }).catch(() => {});
    }
  };
  const keeping = keep();
  return async () => {
    ending.abort();
    await keeping;
  };
}

async function follow(
  { log, toForget, erasures }: ToBeForgotten,
  signal: AbortSignal,
  how: 'once' | 'always',
): Promise<void> {
  const after = await whereLeft(log, erasures);
  const options = { prefixes: [DOSSIERS], after, batchSize: BATCH_SIZE, gatherMs: GATHERED_MS, signal };
  for await (const { events, caughtUp } of log.subscribe(options)) {
    for (const event of events) {
      const erased = erasedBy(event);
      if (erased !== null) await forget(toForget, erased);
    }
    const last = events.at(-1);
    if (last !== undefined) await erasures.moveTo(last);
    if (how === 'once' && caughtUp) return;
  }
}

/** From the beginning in a log whose events stand elsewhere than they did: it was restored, or is another. */
async function whereLeft(log: EventStore, erasures: ErasuresFollowed): Promise<Position | null> {
  const last = await erasures.last();
  if (last === null) return null;
  for await (const event of log.read(last.stream, { from: last.revision, limit: 1 }))
    if (event.revision === last.revision && event.position === last.position) return last.position;
  return null;
}
