import type { Instant, Position } from '#kernel';
import type { Build, Target } from './projection.js';
import { changedBy, rowsOf, type Sql } from './sql.js';

/** A leader that was not heard of for so long has lost its lead. */
export const LEASE_MS = 1_500;

const idOf = ({ projection, build }: Target) => [projection.name, build] as const;

const LOCK = `pg_advisory_xact_lock(hashtextextended('projection ' || $1 || ' ' || $2, 118))`;
const TRY_LOCK = LOCK.replace('pg_advisory_xact_lock', 'pg_try_advisory_xact_lock');

/**
 * Nobody else writes this read model until the transaction ends. Its commit need not be durable: rows and checkpoint
 * are lost together, and folded again.
 */
export const lockProjection = async (tx: Sql, target: Target): Promise<void> => {
  await tx.query(`select set_config('synchronous_commit', 'off', true), ${LOCK}`, [...idOf(target)]);
};

/** What a runner finds before its batch. */
export interface Standing {
  readonly position: Position | null;
  readonly version: number;
  readonly leader: string | null;
  /** Of the streams asked for, those that are quarantined. */
  readonly quarantined: ReadonlySet<string>;
}

interface StandingRow extends Omit<Standing, 'quarantined'> {
  readonly quarantined: readonly string[];
}

/** Null when the read model has no such build. */
export async function standing(tx: Sql, target: Target, streams: readonly string[]): Promise<Standing | null> {
  const [row] = await rowsOf<StandingRow>(
    tx,
    `select position, version, leader, array(
       select stream from read.quarantine q
       where q.projection = c.projection and q.build = c.build and q.stream = any($3)) as quarantined
     from read.checkpoints c where projection = $1 and build = $2`,
    [...idOf(target), streams],
  );
  return row ? { ...row, quarantined: new Set(row.quarantined) } : null;
}

/** How far a batch moves a checkpoint. */
export interface Move {
  readonly leader: string;
  readonly from: Position | null;
  readonly to: Position;
  /** When the last event of the batch was recorded. */
  readonly recordedAt: Instant;
  readonly caughtUp: boolean;
}

/** Compare and set: false when somebody else leads, has moved it, or has put another version in its place. */
export async function moveCheckpoint(tx: Sql, target: Target, move: Move): Promise<boolean> {
  const moved = await changedBy(
    tx,
    `update read.checkpoints set position = $6, recorded_at = $7, caught_up = $8, alive_at = clock_timestamp(),
       last_error = null, last_error_at = null
     where projection = $1 and build = $2 and version = $3 and leader = $4 and position is not distinct from $5`,
    [...idOf(target), target.projection.version, move.leader, move.from, move.to, move.recordedAt, move.caughtUp],
  );
  return moved === 1;
}

/** Where a new leader goes on from; null when another leads, or the tables are of another version. */
export async function takeLead(
  sql: Sql,
  target: Target,
  leader: string,
): Promise<{ readonly position: Position | null } | null> {
  const [rows] = await sql.query<readonly [readonly { readonly position: Position | null }[], number]>(
    `with lock as materialized (select ${TRY_LOCK} as free)
     update read.checkpoints set leader = $4, alive_at = clock_timestamp(), caught_up = false
     from lock where lock.free and projection = $1 and build = $2 and version = $3
       and (leader is null or leader = $4 or alive_at < clock_timestamp() - interval '${LEASE_MS} milliseconds')
     returning position`,
    [...idOf(target), target.projection.version, leader],
  );
  return rows[0] ?? null;
}

/** Says that the leader lives; false when it no longer leads. */
export async function keepLead(sql: Sql, target: Target, leader: string, caughtUp: boolean): Promise<boolean> {
  const kept = await changedBy(
    sql,
    `update read.checkpoints set alive_at = clock_timestamp(), caught_up = $5
     where projection = $1 and build = $2 and version = $3 and leader = $4`,
    [...idOf(target), target.projection.version, leader, caughtUp],
  );
  return kept === 1;
}

/** Leaves the lead to the next that asks. */
export const leaveLead = async (sql: Sql, target: Target, leader: string): Promise<void> => {
  await sql.query('update read.checkpoints set leader = null where projection = $1 and build = $2 and leader = $3', [
    ...idOf(target),
    leader,
  ]);
};

/** The version whose rows the live tables hold; null when there are none. */
export async function liveVersion(sql: Sql, projection: string): Promise<number | null> {
  const [row] = await rowsOf<{ readonly version: number }>(
    sql,
    `select version from read.checkpoints where projection = $1 and build = 'live'`,
    [projection],
  );
  return row?.version ?? null;
}

/** Writes down why the read model stands still. */
export const recordTrouble = async (sql: Sql, projection: string, build: Build, reason: string): Promise<void> => {
  await sql.query(
    `update read.checkpoints set last_error = $3, last_error_at = clock_timestamp()
     where projection = $1 and build = $2`,
    [projection, build, reason],
  );
};
