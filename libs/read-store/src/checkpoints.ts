import { setTimeout as wait } from 'node:timers/promises';
import { Refusal, type Position } from '#kernel';
import { asked } from './failure.js';
import { rowsOf, type Sql } from './sql.js';

const PATIENCE_MS = 2_000;
const POLL_MS = 20;
/** Callers that ask within this time are answered by one look. */
const SHARED_MS = 10;
const POSITION = /^[0-9a-f]{1,64}$/;

interface Look {
  readonly at: number;
  readonly positions: Promise<ReadonlyMap<string, Position>>;
}

/** How far the read models are, for queries that must see a command's effect. */
export class Checkpoints {
  private reached: ReadonlyMap<string, Position> = new Map();
  private last: Look | null = null;

  constructor(private readonly db: Sql) {}

  /**
   * Waits, bounded, until a read model holds the event at a position.
   * @throws Refusal `read-model-behind` when it does not in time; `invalid-input`; `store-unavailable`
   */
  async waitFor(projection: string, position: Position, timeoutMs = PATIENCE_MS): Promise<void> {
    if (!POSITION.test(position)) throw new Refusal('invalid-input', null, { field: 'atLeast' });
    const end = performance.now() + timeoutMs;
    for (;;) {
      if ((this.reached.get(projection) ?? '') >= position) return;
      this.reached = await asked(() => this.look());
      if ((this.reached.get(projection) ?? '') >= position) return;
      if (performance.now() + POLL_MS > end) break;
      await wait(POLL_MS);
    }
    const reached = this.reached.get(projection) ?? null;
    throw new Refusal('read-model-behind', null, { projection, position, reached });
  }

  private look(): Promise<ReadonlyMap<string, Position>> {
    const now = performance.now();
    if (this.last === null || now - this.last.at > SHARED_MS) {
      this.last = { at: now, positions: positionsOf(this.db) };
    }
    return this.last.positions;
  }
}

async function positionsOf(db: Sql): Promise<ReadonlyMap<string, Position>> {
  const rows = await rowsOf<{ readonly projection: string; readonly position: Position }>(
    db,
    `select projection, position from read.checkpoints where build = 'live' and position is not null`,
  );
  return new Map(rows.map(({ projection, position }) => [projection, position]));
}
