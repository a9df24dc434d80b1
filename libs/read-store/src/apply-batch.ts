import type { DataSource } from 'typeorm';
import type { Batch, Position, Recorded } from '#kernel';
import { lockProjection, moveCheckpoint, standing, type Standing } from './checkpoint.js';
import { isDataFault } from './failure.js';
import { foldBatch, type Stop } from './fold-batch.js';
import { foldStream } from './fold-stream.js';
import type { Target } from './projection.js';
import { countWaiting, recordStops } from './quarantine-table.js';
import type { Sql } from './sql.js';

/** A piece of the log for one runner. */
export interface Work {
  readonly leader: string;
  /** Where the checkpoint must stand for the batch to count. */
  readonly from: Position | null;
  readonly batch: Batch;
}

/** Somebody else leads, or has moved the checkpoint: nothing of the batch was applied. */
class Overtaken extends Error {}

/**
 * Folds a batch into its rows and moves the checkpoint, in one transaction.
 * @returns where the checkpoint stands now; null when somebody else moved it, and nothing was applied.
 */
export async function applyBatch(
  db: DataSource,
  target: Target,
  work: Work,
): Promise<{ readonly at: Position | null } | null> {
  const events = work.batch.events.filter(({ position }) => work.from === null || position > work.from);
  const last = events.at(-1);
  if (last === undefined) return { at: work.from };
  const apply = (how: typeof together) =>
    db.transaction(async (tx) => {
      await lockProjection(tx, target);
      const found = await standing(tx, target, streamsOf(events));
      if (found === null || !isMine(found, target, work)) throw new Overtaken();
      await how(tx, target, found.quarantined, events);
      const { leader, from, batch } = work;
      const move = { leader, from, to: last.position, recordedAt: last.meta.recordedAt, caughtUp: batch.caughtUp };
      if (!(await moveCheckpoint(tx, target, move))) throw new Overtaken();
    });
  try {
    await apply(together).catch((error: unknown) => {
      if (isDataFault(error)) return apply(streamByStream);
      throw error;
    });
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  }
  return { at: last.position };
}

const isMine = (found: Standing, { projection }: Target, { from, leader }: Work) =>
  found.position === from && found.leader === leader && found.version === projection.version;

function byStream(events: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  const streams = new Map<string, Recorded[]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}

const streamsOf = (events: readonly Recorded[]) => [...new Set(events.map(({ stream }) => stream))];

async function together(
  tx: Sql,
  target: Target,
  quarantined: ReadonlySet<string>,
  events: readonly Recorded[],
): Promise<void> {
  const { projection, schema } = target;
  const held = await projection.storage.load(
    tx,
    schema,
    streamsOf(events).map((stream) => projection.key(stream)),
  );
  const { changed, stops, waiting } = foldBatch(projection, held, quarantined, events);
  if (changed.size > 0) await projection.storage.store(tx, schema, changed);
  await recordStops(tx, target, stops);
  await countWaiting(tx, target, waiting);
}

/** When a row cannot be stored: finds whose it is, and goes on with the others. */
async function streamByStream(
  tx: Sql,
  target: Target,
  quarantined: ReadonlySet<string>,
  events: readonly Recorded[],
): Promise<void> {
  const { projection, schema } = target;
  const stops: Stop[] = [];
  const waiting = new Map<string, number>();
  for (const [stream, own] of byStream(events)) {
    if (quarantined.has(stream)) {
      waiting.set(stream, own.length);
      continue;
    }
    const key = projection.key(stream);
    const held = await projection.storage.load(tx, schema, [key]);
    const stop = await foldStream(tx, target, held.get(key), own);
    if (stop === null) continue;
    stops.push(stop);
    const behind = own.filter(({ position }) => position > stop.position).length;
    if (behind > 0) waiting.set(stream, behind);
  }
  await recordStops(tx, target, stops);
  await countWaiting(tx, target, waiting);
}
