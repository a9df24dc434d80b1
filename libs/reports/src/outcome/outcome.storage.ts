import { vietnamDay, type Day, type Position } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Sql, type ProjectionStorage, type TableDefinition } from '#read-store';
import { KNOWN_TABLE, SUMS_TABLES } from '../figures/sums/tables.js';
import type { Heard, OutcomeRow, Reach, StandingVersion } from './outcome.fold.js';
import { perhapsStanding, type StandingChanges } from './standing-changes.fold.js';

const text = 'text collate "C"';

/**
 * What was folded of each dossier, to go on from, with its versions; where the newest of them came (`known`), and the newest of
 * those that happened on a day that was over in the log (`entered_late`). Nearly every dossier is decided by one agency alone.
 */
const OUTCOMES: TableDefinition = {
  name: 'outcomes',
  statements: (name) => [
    `create table ${name} (dossier_id ${text} primary key, revision int, code ${text}, known ${text}, entered_late ${text},
       filed_from timestamptz, active_from timestamptz, active_until timestamptz, agencies text[]) with (fillfactor = 70)`,
    `create index on ${name} (code)`,
    `create index on ${name} (active_until)`,
    `create index on ${name} ((agencies[1]), active_until)`,
    `create index on ${name} using gin (agencies) where cardinality(agencies) > 1`,
    `create index on ${name} (entered_late) where entered_late is not null`,
  ],
};

/** One row each time that a dossier came to stand otherwise, with what of it is otherwise; none is ever changed. */
const VERSIONS: TableDefinition = {
  name: 'outcome_versions',
  statements: (name) => [
    `create table ${name} (dossier_id ${text}, revision int, position ${text}, recorded_at timestamptz,
       effective_at timestamptz, standing json, primary key (dossier_id, revision))`,
    `create index on ${name} (position)`,
  ],
};

/** By day, up to where everything was recorded on it or before: every event of a dossier counts, whether it changes a standing or not. */
const DAYS: TableDefinition = {
  name: 'outcome_days',
  statements: (name) => [`create table ${name} (day date primary key, position ${text})`],
};

export const OUTCOME_DAYS_TABLE = `${LIVE_SCHEMA}.${DAYS.name}`;
export const OUTCOMES_TABLE = `${LIVE_SCHEMA}.${OUTCOMES.name}`;
export const VERSIONS_TABLE = `${LIVE_SCHEMA}.${VERSIONS.name}`;

/**
 * Sums that hold all up to a position do not hold what comes before it afterwards: of a stream that was set aside. Whoever adds
 * up meanwhile is waited for.
 */
async function overtakeSums(tx: Sql, schema: string, versions: readonly { readonly position: Position }[]) {
  const [first] = versions.map(({ position }) => position).toSorted();
  if (first === undefined || schema !== LIVE_SCHEMA) return;
  const [late] = await rowsOf(tx, LATE, [first]);
  if (late === undefined) return;
  await tx.query(`select pg_advisory_xact_lock(hashtext('${KNOWN_TABLE}'))`);
  await tx.query(`update ${KNOWN_TABLE} set basis = '' where position >= $1`, [first]);
}

const LATE = `select 1 from read.checkpoints where projection = 'outcomes' and build = 'live' and position >= $1`;

/**
 * No day comes before one that was there already, whatever a clock said; what was set aside tells of no day.
 * @returns the day on which the log was at a position; undefined of what was set aside
 */
async function noteDays(tx: Sql, schema: string, heard: readonly Heard[]): Promise<ReadonlyMap<Position, Day>> {
  const [last] = await rowsOf<{ readonly day: Day; readonly position: Position }>(
    tx,
    `select day::text, position from ${schema}.${DAYS.name} order by day desc limit 1`,
  );
  const days = new Map<Day, Position>();
  const dayAt = new Map<Position, Day>();
  let day = last?.day ?? '';
  for (const { position, recordedAt } of heard.toSorted((a, b) => (a.position < b.position ? -1 : 1))) {
    if (last !== undefined && position <= last.position) continue;
    const recorded = vietnamDay(recordedAt);
    if (recorded > day) day = recorded;
    days.set(day, position);
    dayAt.set(position, day);
  }
  await tx.query(
    `insert into ${schema}.${DAYS.name} (day, position) select * from unnest($1::date[], $2::text[])
     on conflict (day) do update set position = excluded.position`,
    [[...days.keys()], [...days.values()]],
  );
  return dayAt;
}

/** The newest version of these that happened on a day that was over, or that nobody knows to have been. */
const lateOf = (versions: readonly StandingVersion[], dayAt: ReadonlyMap<Position, Day>): Position | null =>
  versions.findLast(({ position, effectiveAt }) => vietnamDay(effectiveAt) < (dayAt.get(position) ?? ALL_ARE_OVER))
    ?.position ?? null;
const ALL_ARE_OVER: Day = '9999-12-31';

interface Kept extends Reach, Pick<OutcomeRow, 'dossierId' | 'revision'> {
  readonly changes: readonly StandingChanges[] | null;
}

/** Keeps where each dossier stands, and adds what it came to. */
export const outcomeStorage: ProjectionStorage<OutcomeRow> = {
  // A switch locks them in this order, as whoever reads the sums does.
  tables: [...SUMS_TABLES, OUTCOMES, VERSIONS, DAYS],
  async load(tx, schema, keys) {
    const rows = await rowsOf<Kept>(
      tx,
      `select dossier_id as "dossierId", revision, filed_from as "filedFrom", active_from as "activeFrom", active_until as "activeUntil", agencies,
         (select json_agg(standing order by v.revision) from ${schema}.${VERSIONS.name} v
          where v.dossier_id = o.dossier_id) as changes
       from ${schema}.${OUTCOMES.name} o where dossier_id = any($1)`,
      [keys],
    );
    return new Map(
      rows.map(({ dossierId, revision, filedFrom, activeFrom, activeUntil, agencies, changes }) => {
        const standing = perhapsStanding(changes);
        const reach = { filedFrom, activeFrom, activeUntil, agencies };
        return [dossierId, { row: { dossierId, standing, reach, versions: [], heard: [], revision }, revision }];
      }),
    );
  },
  async store(tx, schema, rows) {
    const kept = [...rows.values()].flatMap(({ row }) => (row === null ? [] : [row]));
    const dayAt = await noteDays(
      tx,
      schema,
      kept.flatMap(({ heard }) => heard),
    );
    await tx.query(
      `insert into ${schema}.${OUTCOMES.name} as held (dossier_id, revision, code, known, entered_late, filed_from, active_from, active_until, agencies)
       select id, revision, code, known, entered_late, filed_from, active_from, active_until,
         array(select json_array_elements_text(agencies))
       from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::json[])
         given (id, revision, code, known, entered_late, filed_from, active_from, active_until, agencies)
       on conflict (dossier_id) do update set revision = excluded.revision, code = excluded.code,
         known = coalesce(excluded.known, held.known), entered_late = coalesce(excluded.entered_late, held.entered_late), filed_from = excluded.filed_from, active_from = excluded.active_from,
         active_until = excluded.active_until, agencies = excluded.agencies`,
      [
        kept.map(({ dossierId }) => dossierId),
        kept.map(({ revision }) => revision),
        kept.map(({ standing }) => standing?.code ?? null),
        kept.map(({ versions }) => versions.at(-1)?.position ?? null),
        kept.map(({ versions }) => lateOf(versions, dayAt)),
        kept.map(({ reach }) => reach.filedFrom),
        kept.map(({ reach }) => reach.activeFrom),
        kept.map(({ reach }) => reach.activeUntil),
        kept.map(({ reach }) => JSON.stringify(reach.agencies)),
      ],
    );
    const versions = kept.flatMap((row) => row.versions);
    await tx.query(
      `insert into ${schema}.${VERSIONS.name} (dossier_id, revision, position, recorded_at, effective_at, standing)
       select * from rows from (
         unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::timestamptz[]), json_array_elements($6)) given`,
      [
        kept.flatMap((row) => row.versions.map(() => row.dossierId)),
        ...(['revision', 'position', 'recordedAt', 'effectiveAt'] as const).map((name) =>
          versions.map((version) => version[name]),
        ),
        JSON.stringify(versions.map(({ changes }) => changes)),
      ],
    );
    await overtakeSums(tx, schema, versions);
  },
};
