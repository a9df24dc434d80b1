import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Batch, EventStore, Position } from '#kernel';
import { applyBatch } from './apply-batch.js';
import { LEASE_MS, leaveLead, lockProjection, standing } from './checkpoint.js';
import { fedWith, liveTarget, LIVE_SCHEMA, makeTables, nextTarget, type Projection } from './projection.js';
import { readAhead } from './read-ahead.js';
import { rowsOf, type Sql } from './sql.js';

/** Queries of the live tables may hold the switch back for so long; those that come meanwhile wait behind it. */
const SWITCH_WITHIN = '3s';
const SWITCH_ATTEMPTS = 5;
const LOCK_NOT_AVAILABLE = '55P03';

/** Another process is rebuilding this read model. */
export class RebuildRunning extends Error {
  constructor(projection: string) {
    super(`read model ${projection} is being rebuilt by another process`);
    this.name = 'RebuildRunning';
  }
}

export interface RebuildOptions {
  readonly signal?: AbortSignal;
  /** Hears how many events were folded so far. */
  readonly onProgress?: (events: number) => void;
  /** Looks at both builds before the new one takes the place of the live one; when it throws, the live one stays. */
  readonly beforeSwitch?: (db: DataSource) => Promise<void>;
}

/**
 * Folds a read model from the first event into tables beside the live ones, then puts them in their place in one
 * transaction. Queries go on meanwhile, and what they see never goes back.
 * @returns how many events were folded.
 * @throws RebuildRunning
 */
export async function rebuild(
  db: DataSource,
  store: EventStore,
  projection: Projection,
  options: RebuildOptions = {},
): Promise<number> {
  const next = new NextBuild(db, projection, options.onProgress ?? (() => {}));
  await next.begin();
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const batches = readAhead(store, { ...fedWith(projection), signal });
  try {
    for (let caughtUp = false; !caughtUp;) caughtUp = (await next.take(batches)).caughtUp;
    await next.optimise();
    await options.beforeSwitch?.(db);
    await next.switch(batches);
    return next.folded;
  } catch (error) {
    await next.leave();
    throw error;
  } finally {
    ending.abort();
    await batches.return();
  }
}

class NextBuild {
  private readonly target;
  private readonly leader = randomUUID();
  private at: Position | null = null;
  folded = 0;

  constructor(
    private readonly db: DataSource,
    private readonly projection: Projection,
    private readonly onProgress: (events: number) => void,
  ) {
    this.target = nextTarget(projection);
  }

  async begin(): Promise<void> {
    await this.db.transaction(async (tx) => {
      await lockProjection(tx, this.target);
      const [taken] = await rowsOf(
        tx,
        `insert into read.checkpoints as c (projection, build, version, leader, alive_at)
           values ($1, 'next', $2, $3, clock_timestamp())
         on conflict (projection, build) do update set version = excluded.version, leader = excluded.leader,
           alive_at = excluded.alive_at, position = null, recorded_at = null, last_error = null
           where c.leader is null or c.alive_at < clock_timestamp() - interval '${LEASE_MS} milliseconds'
         returning projection`,
        [this.projection.name, this.projection.version, this.leader],
      );
      if (taken === undefined) throw new RebuildRunning(this.projection.name);
      await this.forget(tx, 'quarantine', 'next');
      await makeTables(tx, this.target);
    });
  }

  /** Folds the next batch. */
  async take(batches: AsyncIterator<Batch>): Promise<Batch> {
    const { done, value: batch } = await batches.next();
    if (done === true) throw new Error(`the rebuild of ${this.projection.name} was ended`);
    const applied = await applyBatch(this.db, this.target, { leader: this.leader, from: this.at, batch });
    if (applied === null) throw new RebuildRunning(this.projection.name);
    this.at = applied.at;
    this.folded += batch.events.length;
    this.onProgress(this.folded);
    return batch;
  }

  /** Lets another begin at once. */
  leave(): Promise<void> {
    return leaveLead(this.db, this.target, this.leader).catch(() => {});
  }

  /** So that the first queries find their indexes. */
  async optimise(): Promise<void> {
    const { projection, schema } = this.target;
    for (const { name } of projection.storage.tables) await this.db.query(`analyze ${schema}.${name}`);
  }

  async switch(batches: AsyncIterator<Batch>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction((tx) => this.switchIn(tx, batches));
      } catch (error) {
        const busy = error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
        if (!busy || attempt === SWITCH_ATTEMPTS) throw error;
      }
    }
  }

  /** The live build stands still while the new one reaches it, so that no reader sees an older state than before. */
  private async switchIn(tx: Sql, batches: AsyncIterator<Batch>): Promise<void> {
    const live = liveTarget(this.projection);
    await lockProjection(tx, live);
    const reached = (await standing(tx, live, []))?.position ?? null;
    while (reached !== null && (this.at === null || this.at < reached)) await this.take(batches);
    await tx.query(`set local lock_timeout = '${SWITCH_WITHIN}'`);
    for (const { name } of this.projection.storage.tables) {
      await tx.query(`drop table if exists ${LIVE_SCHEMA}.${name}`);
      await tx.query(`alter table ${this.target.schema}.${name} set schema ${LIVE_SCHEMA}`);
    }
    await this.forget(tx, 'quarantine', 'live');
    await tx.query(`update read.quarantine set build = 'live' where projection = $1 and build = 'next'`, [
      this.projection.name,
    ]);
    await tx.query(
      `insert into read.checkpoints (projection, build, version, position, recorded_at)
         select projection, 'live', version, position, recorded_at from read.checkpoints
         where projection = $1 and build = 'next'
       on conflict (projection, build) do update set version = excluded.version, position = excluded.position,
         recorded_at = excluded.recorded_at, last_error = null, last_error_at = null`,
      [this.projection.name],
    );
    await this.forget(tx, 'checkpoints', 'next');
  }

  private async forget(tx: Sql, table: 'quarantine' | 'checkpoints', build: 'live' | 'next'): Promise<void> {
    await tx.query(`delete from read.${table} where projection = $1 and build = $2`, [this.projection.name, build]);
  }
}
