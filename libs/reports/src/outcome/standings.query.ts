import type { DataSource } from 'typeorm';
import type { Day, Instant, Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { pagesOfIds } from './ids.query.js';
import { OUTCOME_DAYS_TABLE, OUTCOMES_TABLE, VERSIONS_TABLE } from './outcome.storage.js';
import { standingFrom, type StandingChanges } from './standing-changes.fold.js';
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

/** Which dossiers of a past are looked at. */
export interface Within {
  /** What ended, and last came to stand otherwise, before it adds nothing. */
  readonly since: Instant;
  /** Only what one of these agencies ever was to decide; null: all there is. */
  readonly agencies: readonly string[] | null;
  /** Whether something is made of what was filed and not received by the instant, whoever is to decide it. */
  readonly unreceived: boolean;
  /** How many versions may have become known after the position to look at each. */
  readonly fewLater: number;
  /** Only those after this id. */
  readonly after?: string;
}

/** Of so many versions that became known after a position each names its dossier, and is quickly taken back. */
export const FEW_LATER = 1_000;
const LASTING = ['active_until is null', 'active_until >= $4::timestamptz'] as const;
/** The newest of it became known after the position: how it stood before, nobody knows without a look. */
const SINCE_KNOWN = 'known > $1';
const BY_VERSION = `union all select dossier_id from ${VERSIONS_TABLE} where position > $1`;

const ofAll = (lasting: readonly string[]): string => `(${lasting.join(' or ')})`;
/** Each on its own, so that each finds its index. */
const ofAgencies = (lasting: readonly string[]): string =>
  `(${lasting.map((one) => `(${one} and agencies[1] = any($5::text[]))`).join(' or ')}
    or (${ofAll(lasting)} and cardinality(agencies) > 1 and agencies && $5::text[]))`;

/**
 * What ended, and last came to stand otherwise, before an instant adds nothing after it, unless something of it became known
 * after the position.
 */
function candidates({ agencies, unreceived }: Within, isFewAfter: boolean): string {
  const lasting = isFewAfter ? LASTING : [...LASTING, SINCE_KNOWN];
  const received = `select dossier_id from ${OUTCOMES_TABLE}
    where active_from <= $2::timestamptz and ${agencies === null ? ofAll(lasting) : ofAgencies(lasting)}`;
  const filed = `union all select dossier_id from ${OUTCOMES_TABLE}
    where filed_from <= $2::timestamptz and (active_from is null or active_from > $2::timestamptz) and ${ofAll(lasting)}`;
  return `select dossier_id from (${received} ${unreceived ? filed : ''} ${isFewAfter ? BY_VERSION : ''}) perhaps
    where 'dossier-' || dossier_id <> all($3::text[])`;
}

/**
 * Where every dossier stood of which anything can be in what is looked at, and some others, by id.
 * @throws Refusal `store-unavailable`
 */
export async function* standingsWithin(
  db: Sql,
  { position, at }: Past,
  setAside: readonly string[],
  within: Within,
): AsyncGenerator<DossierStanding> {
  if (position === null) return;
  const { since, agencies, fewLater, after } = within;
  const found = candidates(within, await areFewAfter(db, position, fewLater));
  const values = [position, at, setAside, since, ...(agencies === null ? [] : [agencies])];
  for await (const ids of pagesOfIds(db, found, values, after)) yield* standingsOfSome(db, { position, at }, ids);
}

/** Whether no more versions than so many became known after a position. @throws Refusal `store-unavailable` */
export async function areFewAfter(db: Sql, position: Position, few: number): Promise<boolean> {
  const later = `select 1 from ${VERSIONS_TABLE} where position > $1 limit ${few + 1}`;
  return (await asked(() => rowsOf(db, later, [position]))).length <= few;
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

const STOOD = `select id as "dossierId", last.revision, last.changes
  from unnest($3::text[]) with ordinality given(id, no), lateral (
    select max(revision) as revision, json_agg(standing order by revision) as changes from ${VERSIONS_TABLE} v
    where v.dossier_id = id and position <= $1 and effective_at <= $2::timestamptz) last
  where last.revision is not null order by no`;

/** Where each of some dossiers stood, in their order, of which anything was known. @throws Refusal `store-unavailable` */
export async function* standingsOfSome(
  db: Sql,
  { position, at }: Past,
  ids: readonly string[],
): AsyncGenerator<DossierStanding> {
  for (let from = 0; from < ids.length; from += PAGE) {
    const some = ids.slice(from, from + PAGE);
    const stood = await asked(() => rowsOf<Changed>(db, STOOD, [position ?? '', at, some]));
    for (const each of stood) yield standingIn(each);
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
