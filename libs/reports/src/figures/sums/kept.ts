import type { Day, Instant, Position } from '#kernel';
import { rowsOf, type Sql } from '#read-store';
import { EVERYTHING } from '../../outcome/standings.query.js';
import { KNOWN_TABLE } from './tables.js';

/** Clocks of machines that are kept in time agree as far. */
const A_MOMENT_MS = 60_000;

/** What the sums hold of all that was known on a day: everything up to `position`, and what came about by itself until `until`. */
export interface Kept {
  readonly known: Day;
  readonly position: Position;
  readonly until: Instant;
  /** On which definitions and calendars they rest; empty once something came that they ought to have held. */
  readonly basis: string;
}

export interface KeptUpTo extends Kept {
  /** Nothing is held that became known later. */
  readonly isLast: boolean;
}

/** Whether the tables are there: those of an earlier version of the outcomes had none. */
export async function areThere(tx: Sql): Promise<boolean> {
  const [found] = await rowsOf<{ readonly are: boolean }>(
    tx,
    `select to_regclass('${KNOWN_TABLE}') is not null as are`,
  );
  return found?.are === true;
}

/** The last day that had ended at the position or before. */
export async function keptUpTo(tx: Sql, position: Position): Promise<KeptUpTo | undefined> {
  const [kept] = await rowsOf<KeptUpTo>(
    tx,
    `select known::text, position, until, basis, known = (select max(known) from ${KNOWN_TABLE}) as "isLast"
     from ${KNOWN_TABLE} where position <= $1 order by known desc limit 1`,
    [position],
  );
  return kept;
}

/** Now, or a moment later where the sums go so far: who keeps them may have a clock that is ahead. */
export async function nowOrKept(tx: Sql, now: Instant): Promise<Instant> {
  const until = (await areThere(tx)) ? (await keptUpTo(tx, EVERYTHING))?.until : undefined;
  return until !== undefined && until > now && Date.parse(until) - Date.parse(now) <= A_MOMENT_MS ? until : now;
}

/** Whether all that is held rests on this, and nothing came late that it ought to hold. */
export async function isSound(tx: Sql, basis: string): Promise<boolean> {
  return (await rowsOf(tx, `select 1 from ${KNOWN_TABLE} where basis <> $1 limit 1`, [basis])).length === 0;
}

export const noteKept = (tx: Sql, { known, position, until, basis }: Kept): Promise<unknown> =>
  tx.query(
    `insert into ${KNOWN_TABLE} (known, position, until, basis) values ($1::date, $2, $3::timestamptz, $4)
     on conflict (known) do update set position = excluded.position, until = excluded.until`,
    [known, position, until, basis],
  );
