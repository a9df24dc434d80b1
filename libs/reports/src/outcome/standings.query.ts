import type { DataSource } from 'typeorm';
import type { Day, Instant, Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { OUTCOME_DAYS_TABLE, OUTCOMES_TABLE, VERSIONS_TABLE } from './outcome.storage.js';
import { perhapsStanding, standingFrom, type StandingChanges } from './standing-changes.fold.js';
import type { Standing } from './standing.fold.js';

/** Where one dossier stood, by the revision that says so. */
export interface DossierStanding {
  readonly dossierId: string;
  readonly revision: number;
  readonly standing: Standing;
}

/** What is looked at: what was known at a position, as it stood at an instant. */
export interface Past {
  /** Null before the first event. */
  readonly position: Position | null;
  readonly at: Instant;
}

/** Several questions about one moment of the read store. @throws Refusal `store-unavailable` */
export const inSnapshot = <T>(db: DataSource, run: (tx: Sql) => Promise<T>): Promise<T> =>
  asked(() => db.transaction('REPEATABLE READ', run));

const PAGE = 5_000;

interface Changed extends Omit<DossierStanding, 'standing'> {
  readonly changes: readonly StandingChanges[];
}

const standingIn = ({ dossierId, revision, changes }: Changed): DossierStanding => ({
  ...{ dossierId, revision, standing: standingFrom(changes) },
});

/** An effective instant never goes back within a dossier: what was known and had happened is all up to a revision. */
const changesWhere = (which: string): string =>
  `select dossier_id as "dossierId", max(revision) as revision, json_agg(standing order by revision) as changes
   from ${VERSIONS_TABLE} where position <= $1 and effective_at <= $2::timestamptz and ${which} group by dossier_id`;

const STANDINGS = `${changesWhere(`dossier_id > $3 and 'dossier-' || dossier_id <> all($4::text[])`)}
  order by dossier_id limit ${PAGE}`;

/** Where every dossier stood that was followed, by id, after one. @throws Refusal `store-unavailable` */
export async function* standingsAt(
  db: Sql,
  { position, at }: Past,
  setAside: readonly string[],
  after = '',
): AsyncGenerator<DossierStanding> {
  for (let last: string | null = after; last !== null;) {
    const rows: readonly Changed[] = await asked(() =>
      rowsOf<Changed>(db, STANDINGS, [position ?? '', at, last, setAside]),
    );
    for (const row of rows) yield standingIn(row);
    last = rows.length < PAGE ? null : (rows.at(-1)?.dossierId ?? null);
  }
}

/** SQL: the changes of the dossier of an id, by what was known at a position and had happened by an instant; null where none. */
export const changesAt = (id: string, position: string, at: string): string =>
  `(select json_agg(standing order by revision) from ${VERSIONS_TABLE} v where v.dossier_id = ${id}
    and v.position <= ${position} and v.effective_at <= ${at}::timestamptz)`;

const NEWEST = `${changesWhere('dossier_id = any($3::text[])')} order by revision desc limit 1`;

/** Where one dossier stood; undefined where nothing was known of it. @throws Refusal `store-unavailable` */
export async function standingOf(
  db: Sql,
  { position, at }: Past,
  ids: readonly string[],
): Promise<DossierStanding | undefined> {
  const [found] = await asked(() => rowsOf<Changed>(db, NEWEST, [position ?? '', at, ids]));
  return found === undefined ? undefined : standingIn(found);
}

/** An end that nobody knows otherwise since is one; of the rest, what became known later tells nothing. */
const PERHAPS_RUNNING = `select dossier_id as "dossierId" from ${OUTCOMES_TABLE}
    where active_until is null or active_until > $2::timestamptz
  union select dossier_id from ${VERSIONS_TABLE} where position > $1`;

/** Where every dossier stood that was still running, and some others. @throws Refusal `store-unavailable` */
export async function* perhapsRunningAt(
  db: Sql,
  { position, at }: Past,
  setAside: readonly string[],
): AsyncGenerator<Standing> {
  const rows = await asked(() => rowsOf<Pick<DossierStanding, 'dossierId'>>(db, PERHAPS_RUNNING, [position ?? '', at]));
  const aside = new Set(setAside);
  const ids = rows.flatMap(({ dossierId }) => (aside.has(`dossier-${dossierId}`) ? [] : [dossierId]));
  for await (const { standing } of standingsOfSome(db, { position, at }, ids)) yield standing;
}

const STOOD = `select id as "dossierId", ${changesAt('id', '$1', '$2')} as changes
  from unnest($3::text[]) with ordinality given(id, no) order by no`;

/** Where each of some dossiers stood, in their order, of which anything was known. @throws Refusal `store-unavailable` */
export async function* standingsOfSome(
  db: Sql,
  { position, at }: Past,
  ids: readonly string[],
): AsyncGenerator<Pick<DossierStanding, 'dossierId' | 'standing'>> {
  for (let from = 0; from < ids.length; from += PAGE) {
    const some = ids.slice(from, from + PAGE);
    const stood = await asked(() =>
      rowsOf<{ readonly dossierId: string; readonly changes: readonly StandingChanges[] | null }>(db, STOOD, [
        ...[position ?? '', at, some],
      ]),
    );
    for (const { dossierId, changes } of stood) {
      const standing = perhapsStanding(changes);
      if (standing !== null) yield { dossierId, standing };
    }
  }
}

const BY_CODE = `select dossier_id as "dossierId" from ${OUTCOMES_TABLE} where code = $1`;

/** Which dossiers bear a code: one of ours is borne by one, a number of older registers perhaps by several. */
export async function dossiersOfCode(db: Sql, code: string): Promise<readonly string[]> {
  const rows = await asked(() => rowsOf<{ readonly dossierId: string }>(db, BY_CODE, [code]));
  return rows.map(({ dossierId }) => dossierId);
}

const KNOWN = `select position from read.checkpoints where projection = 'outcomes' and build = 'live'`;

/** How far the standings go; null before the first event. @throws Refusal `store-unavailable` */
export async function standingsReach(db: Sql): Promise<Position | null> {
  const [known] = await asked(() => rowsOf<{ readonly position: Position | null }>(db, KNOWN));
  return known?.position ?? null;
}

const DAYS_ARE_THERE = `select to_regclass('${OUTCOME_DAYS_TABLE}') is not null as are`;
const BEFORE_DAY = `select position from ${OUTCOME_DAYS_TABLE} where day < $1::date order by day desc limit 1`;

/**
 * The last position of the longest prefix of dossiers' events, as far as they were folded, that were all recorded before a day;
 * null where none was, or by an earlier version that kept no days. @throws Refusal `store-unavailable`
 */
export function recordedBefore(db: Sql, day: Day): Promise<Position | null> {
  return asked(async () => {
    const [days] = await rowsOf<{ readonly are: boolean }>(db, DAYS_ARE_THERE);
    if (days?.are !== true) return null;
    const [last] = await rowsOf<{ readonly position: Position }>(db, BEFORE_DAY, [day]);
    return last?.position ?? null;
  });
}

/** Nobody knows more than was read: what comes after it may change a figure of a later position. */
export const earlier = (asked: Position | undefined, reached: Position | null): Position | null =>
  asked !== undefined && reached !== null && asked < reached ? asked : reached;

/** After every position: no position has this letter. */
export const EVERYTHING: Position = 'z';

const SET_ASIDE = `select stream from read.quarantine
  where projection = 'outcomes' and build = 'live' and position <= $1`;

/** The streams that were not followed any more at a position: what is kept of them is from before. */
export async function setAsideAt(db: Sql, position: Position | null): Promise<readonly string[]> {
  const rows = await asked(() => rowsOf<{ readonly stream: string }>(db, SET_ASIDE, [position ?? '']));
  return rows.map(({ stream }) => stream);
}
