import type { Position as LogPosition } from '@eventstore/db-client';
import type { Position } from '#kernel';

const DIGITS = 20; // the largest unsigned 64-bit number has so many

/** A place in the log as text whose order is the log's: every event has a commit position of its own. */
export const toPosition = (commit: bigint): Position => commit.toString().padStart(DIGITS, '0');

/** The place in the log that a text stands for; commit and prepare position of an event are the same. */
export function toLogPosition(position: Position): LogPosition {
  if (!/^\d{20}$/.test(position)) throw new TypeError(`not a position of an EventStoreDB log: ${position}`);
  const commit = BigInt(position);
  return { commit, prepare: commit };
}
