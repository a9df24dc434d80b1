import type { Instant, Position } from '#kernel';
import { rowsOf, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { VERSIONS_TABLE } from '../../outcome/outcome.storage.js';
import { standingFrom, type StandingChanges } from '../../outcome/standing-changes.fold.js';
import type { Standing } from '../../outcome/standing.fold.js';
import { isOfOlderMonth, storeMonth, SumRows } from './sum-rows.js';
import { entriesOf, nextChange, standingSince, type StandingSince } from './entries.js';
import { noteKept, type Kept } from './kept.js';
import { DUE_TABLE } from './tables.js';

/** Dossiers looked at together. */
const AT_ONCE = 2_000;
const BEFORE_ALL: Instant = '0001-01-01T00:00:00.000Z';

/** Whether any dossier has come to count otherwise by itself. */
export async function isAnythingDue(tx: Sql, until: Instant): Promise<boolean> {
  const found = await rowsOf(tx, `select 1 from ${DUE_TABLE} where at <= $1::timestamptz limit 1`, [until]);
  return found.length > 0;
}

/** Brings the sums from what they hold to `next`: by what is new, and by what of the rest comes to count by then. */
export async function advance(
  tx: Sql,
  next: Kept,
  last: Kept | undefined,
  touched: readonly { readonly dossierId: string }[],
  calendars: readonly WorkingCalendar[],
): Promise<void> {
  if (last !== undefined && isOfOlderMonth(last.known, next.known)) await storeMonth(tx, last.known);
  const due = await rowsOf<{ readonly dossierId: string }>(
    tx,
    `select dossier_id as "dossierId" from ${DUE_TABLE} where at <= $1::timestamptz`,
    [next.until],
  );
  const ids = [...new Set([...touched, ...due].map(({ dossierId }) => dossierId))];
  const rows = new SumRows(next.known);
  const later: { dossierId: string; at: Instant | null }[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const lives = await livesOf(tx, ids.slice(from, from + AT_ONCE), next, last);
    for (const [dossierId, versions] of lives) {
      const life = versions.map((one) => ({ ...one, ...standingSince(one.effectiveAt, one.standing, calendars) }));
      for (const [at, one] of life.entries()) {
        const isNew = last === undefined || one.position > last.position;
        for (const entry of entriesOf(one, life[at - 1]))
          if (entry.since <= next.until && (isNew || entry.since > last.until)) rows.add(entry);
      }
      later.push({ dossierId, at: nextOf(life, next.until) });
    }
  }
  await rows.store(tx);
  await noteDue(tx, later);
  await noteKept(tx, next);
}

interface Version {
  readonly position: Position;
  readonly effectiveAt: Instant;
  readonly standing: Standing;
}

interface Changed extends Omit<Version, 'standing'> {
  readonly dossierId: string;
  readonly changes: StandingChanges;
  /** Whether it was known and had happened when it was last looked at: so had all before it. */
  readonly isHeld: boolean;
}

/** From the standing that held when they were last looked at, which what came before it no longer changes. */
async function livesOf(
  tx: Sql,
  ids: readonly string[],
  next: Kept,
  last: Kept | undefined,
): Promise<ReadonlyMap<string, readonly Version[]>> {
  const rows = await rowsOf<Changed>(
    tx,
    `select dossier_id as "dossierId", position, effective_at as "effectiveAt", standing as changes,
       position <= $3 and effective_at <= $4::timestamptz as "isHeld"
     from ${VERSIONS_TABLE} where dossier_id = any($1::text[]) and position <= $2 order by dossier_id, revision`,
    [ids, next.position, last?.position ?? '', last?.until ?? BEFORE_ALL],
  );
  const lives = new Map<string, readonly Version[]>();
  for (const { dossierId, position, effectiveAt, changes, isHeld } of rows) {
    const life = lives.get(dossierId) ?? [];
    const standing = standingFrom([life.at(-1)?.standing ?? {}, changes]);
    const version = { position, effectiveAt, standing };
    lives.set(dossierId, isHeld ? [version] : [...life, version]);
  }
  return lives;
}

/** Of those that still hold or are to come. */
function nextOf(life: readonly StandingSince[], until: Instant): Instant | null {
  const holding = Math.max(
    0,
    life.findLastIndex(({ effectiveAt }) => effectiveAt <= until),
  );
  const instants = life.slice(holding).flatMap((one) => nextChange(one, until) ?? []);
  return instants.toSorted()[0] ?? null;
}

async function noteDue(tx: Sql, later: readonly { dossierId: string; at: Instant | null }[]): Promise<void> {
  await tx.query(`delete from ${DUE_TABLE} where dossier_id = any($1::text[])`, [
    later.map(({ dossierId }) => dossierId),
  ]);
  const due = later.filter(({ at }) => at !== null);
  await tx.query(`insert into ${DUE_TABLE} (dossier_id, at) select * from unnest($1::text[], $2::timestamptz[])`, [
    due.map(({ dossierId }) => dossierId),
    due.map(({ at }) => at),
  ]);
}
