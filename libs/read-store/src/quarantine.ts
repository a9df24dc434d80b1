import type { DataSource } from 'typeorm';
import { StreamCorrupt, type EventStore, type Instant, type Position, type Recorded } from '#kernel';
import { lockProjection, standing } from './checkpoint.js';
import { stopAt, type Stop } from './fold-batch.js';
import { foldStream } from './fold-stream.js';
import { liveTarget, type Projection, type Target } from './projection.js';
import { recordStops } from './quarantine-table.js';
import { rowsOf, type Sql } from './sql.js';

/** A stream that a read model does not follow, because of an event that it could not take. */
export interface Quarantined extends Stop {
  readonly projection: string;
  readonly since: Instant;
  /** How many later events wait behind it. */
  readonly waiting: number;
}

/** What came of a release. */
export type Release =
  | { readonly is: 'not-quarantined' }
  | { readonly is: 'released'; readonly folded: number }
  | { readonly is: 'still-quarantined'; readonly stop: Stop };

/** Streams set aside by the read models: seen here, and taken up again once the cause is gone. */
export class Quarantine {
  constructor(
    private readonly db: DataSource,
    private readonly store: EventStore,
    private readonly projections: readonly Projection[],
  ) {}

  list(projection: string | null = null): Promise<readonly Quarantined[]> {
    return rowsOf<Quarantined>(
      this.db,
      `select projection, stream, revision, position, type, v, reason, since, waiting from read.quarantine
       where build = 'live' and ($1::text is null or projection = $1) order by projection, position`,
      [projection],
    );
  }

  /**
   * Reads the stream again from the event that stopped it, up to the read model's checkpoint, and folds it. It stays in
   * quarantine, with the new reason, when it stops again.
   * @throws TypeError for a read model that is not known; StoreUnavailable
   */
  release(name: string, stream: string): Promise<Release> {
    const projection = this.projections.find((known) => known.name === name);
    if (projection === undefined) throw new TypeError(`no read model is known by the name ${name}`);
    const target = liveTarget(projection);
    return this.db.transaction(async (tx) => {
      await lockProjection(tx, target);
      const found = await standing(tx, target, [stream]);
      if (found === null || !found.quarantined.has(stream)) return { is: 'not-quarantined' };
      const key = projection.key(stream);
      const held = (await projection.storage.load(tx, target.schema, [key])).get(key);
      const missed = await this.missed(stream, (held?.revision ?? -1) + 1, found.position);
      const stop = (await foldStream(tx, target, held, missed.events)) ?? missed.gap;
      if (stop !== null) return this.keep(tx, target, stop, found.position);
      await tx.query(`delete from read.quarantine where projection = $1 and build = 'live' and stream = $2`, [
        name,
        stream,
      ]);
      return { is: 'released', folded: missed.events.length };
    });
  }

  private async keep(tx: Sql, target: Target, stop: Stop, until: Position | null): Promise<Release> {
    await recordStops(tx, target, [stop]);
    await tx.query(`update read.quarantine set waiting = $3 where projection = $1 and build = 'live' and stream = $2`, [
      target.projection.name,
      stop.stream,
      await this.behind(stop, until),
    ]);
    return { is: 'still-quarantined', stop };
  }

  /** What the log holds from a revision up to the checkpoint, or up to a gap. */
  private async missed(stream: string, from: number, until: Position | null): Promise<Missed> {
    const events: Recorded[] = [];
    try {
      for await (const event of this.store.read(stream, { from })) {
        if (until === null || event.position > until) break;
        events.push(event);
      }
    } catch (error) {
      if (!(error instanceof StreamCorrupt)) throw error;
      for await (const event of this.store.read(stream, { from: error.foundRevision, limit: 1 })) {
        if (until !== null && event.position <= until)
          return { events, gap: stopAt(event, error.expectedRevision, error) };
      }
    }
    return { events, gap: null };
  }

  /** How many events up to the checkpoint come after the one that stopped the stream. */
  private async behind(stop: Stop, until: Position | null): Promise<number> {
    let count = 0;
    try {
      for await (const { position } of this.store.read(stop.stream, { direction: 'backwards' })) {
        if (position <= stop.position) break;
        if (until !== null && position <= until) count += 1;
      }
    } catch (error) {
      if (!(error instanceof StreamCorrupt)) throw error;
    }
    return count;
  }
}

interface Missed {
  readonly events: readonly Recorded[];
  readonly gap: Stop | null;
}
