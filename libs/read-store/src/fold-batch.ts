import { toldOf, type Position, type Recorded } from '#kernel';
import type { Folded, Projection } from './projection.js';

/** Why and where a stream stopped: the first revision that was not folded. */
export interface Stop {
  readonly stream: string;
  readonly revision: number;
  /** Of the event that could not be folded, or that was found behind a gap. */
  readonly position: Position;
  readonly type: string;
  readonly v: number;
  readonly reason: string;
}

/** What a batch comes to. */
export interface FoldedBatch<Row> {
  readonly changed: ReadonlyMap<string, Folded<Row>>;
  readonly stops: readonly Stop[];
  /** Events that stay behind a stop, by stream. */
  readonly waiting: ReadonlyMap<string, number>;
}

/** A revision is missing in the log. */
class Gap extends Error {
  constructor(missing: number, found: number) {
    super(`revision ${missing} is missing, found ${found}`);
    this.name = 'Gap';
  }
}

export const stopAt = (event: Recorded, revision: number, error: unknown): Stop => ({
  stream: event.stream,
  revision,
  position: event.position,
  type: event.type,
  v: event.v,
  reason: toldOf(error),
});

const UNSEEN = { row: null, revision: -1 };

/** What comes after one more event: the same when it was folded before, else the next row, or why there is none. */
export function foldOne<Row>(
  projection: Projection<Row>,
  held: Folded<Row> | undefined,
  event: Recorded,
): Folded<Row> | Stop {
  const { row, revision } = held ?? UNSEEN;
  if (event.revision <= revision) return held ?? UNSEEN;
  try {
    if (event.revision > revision + 1) throw new Gap(revision + 1, event.revision);
    return { row: projection.fold(row, projection.upcast(event)), revision: event.revision };
  } catch (error) {
    return stopAt(event, revision + 1, error);
  }
}

export const isStop = (outcome: object): outcome is Stop => 'reason' in outcome;

/**
 * Folds a batch in memory. An event that does not fold, or that leaves a gap behind it, stops its stream; the stream's
 * later events wait and all others go on.
 */
export function foldBatch<Row>(
  projection: Projection<Row>,
  held: ReadonlyMap<string, Folded<Row>>,
  quarantined: ReadonlySet<string>,
  events: readonly Recorded[],
): FoldedBatch<Row> {
  const changed = new Map<string, Folded<Row>>();
  const stops = new Map<string, Stop>();
  const waiting = new Map<string, number>();
  for (const event of events) {
    const { stream } = event;
    if (quarantined.has(stream) || stops.has(stream)) {
      waiting.set(stream, (waiting.get(stream) ?? 0) + 1);
      continue;
    }
    const key = projection.key(stream);
    const before = changed.get(key) ?? held.get(key);
    const after = foldOne(projection, before, event);
    if (isStop(after)) stops.set(stream, after);
    else if (after !== before) changed.set(key, after);
  }
  return { changed, stops: [...stops.values()], waiting };
}
