import type { Recorded } from '#kernel';
import { isDataFault } from './failure.js';
import { foldOne, isStop, stopAt, type Stop } from './fold-batch.js';
import type { Folded, Target } from './projection.js';
import type { Sql } from './sql.js';

/**
 * Folds and stores events of one stream as far as they go, also where the fault shows only in storing.
 * @returns where it stopped; null when it did not.
 */
export async function foldStream(
  tx: Sql,
  target: Target,
  held: Folded<unknown> | undefined,
  events: readonly Recorded[],
): Promise<Stop | null> {
  const { folded, stop } = foldAll(target, held, events);
  const last = folded.at(-1);
  if (last === undefined || (await faultOf(tx, target, last, 'keep')) === null) return stop;
  let stored: Step | null = null;
  for (const step of folded) {
    const fault = await faultOf(tx, target, step, 'take back');
    if (fault !== null) {
      if (stored !== null) await faultOf(tx, target, stored, 'keep');
      return stopAt(step.event, step.event.revision, fault);
    }
    stored = step;
  }
  return stop;
}

interface Step {
  readonly event: Recorded;
  readonly after: Folded<unknown>;
}

function foldAll(target: Target, held: Folded<unknown> | undefined, events: readonly Recorded[]) {
  const folded: Step[] = [];
  let before = held;
  for (const event of events) {
    const after = foldOne(target.projection, before, event);
    if (isStop(after)) return { folded, stop: after };
    if (after !== before) folded.push({ event, after });
    before = after;
  }
  return { folded, stop: null };
}

/** Stores one row, and takes it back when it is only tried; null when it could be stored, else why not. */
async function faultOf(tx: Sql, target: Target, { event, after }: Step, then: 'keep' | 'take back'): Promise<unknown> {
  await tx.query('savepoint one_stream');
  try {
    const rows = new Map([[target.projection.key(event.stream), after]]);
    await target.projection.storage.store(tx, target.schema, rows);
    if (then === 'take back') await tx.query('rollback to savepoint one_stream');
    return null;
  } catch (error) {
    if (!isDataFault(error)) throw error;
    await tx.query('rollback to savepoint one_stream');
    return error;
  }
}
