import type { Position } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Sql, type ProjectionStorage, type TableDefinition } from '#read-store';
import { KNOWN, SUMS_TABLES } from '../figures/sums/tables.js';
import type { OutcomeRow } from './outcome.fold.js';

const text = 'text collate "C"';

/** What was folded of each dossier, to go on from. */
const OUTCOMES: TableDefinition = {
  name: 'outcomes',
  statements: (name) => [
    `create table ${name} (dossier_id ${text} primary key, revision int, course json, standing json)
       with (fillfactor = 70)`,
  ],
};

/** One row each time that a dossier came to stand otherwise; none is ever changed. */
const VERSIONS: TableDefinition = {
  name: 'outcome_versions',
  statements: (name) => [
    `create table ${name} (dossier_id ${text}, revision int, position ${text}, recorded_at timestamptz,
       effective_at timestamptz, standing json, primary key (dossier_id, revision))`,
    `create index on ${name} ((standing ->> 'code'))`,
    `create index on ${name} (position)`,
  ],
};

export const VERSIONS_TABLE = `${LIVE_SCHEMA}.${VERSIONS.name}`;

/** Sums that hold all up to a position do not hold what comes before it afterwards: of a stream that was set aside. */
async function overtakeSums(tx: Sql, schema: string, versions: readonly { readonly position: Position }[]) {
  const [first] = versions.map(({ position }) => position).toSorted();
  if (first !== undefined)
    await tx.query(`update ${schema}.${KNOWN.name} set basis = '' where position >= $1`, [first]);
}

/** Keeps where each dossier stands, and adds what it came to. */
export const outcomeStorage: ProjectionStorage<OutcomeRow> = {
  tables: [OUTCOMES, VERSIONS, ...SUMS_TABLES],
  async load(tx, schema, keys) {
    const rows = await rowsOf<Omit<OutcomeRow, 'changes'>>(
      tx,
      `select dossier_id as "dossierId", revision, course, standing from ${schema}.${OUTCOMES.name}
       where dossier_id = any($1)`,
      [keys],
    );
    return new Map(rows.map((row) => [row.dossierId, { row: { ...row, changes: [] }, revision: row.revision }]));
  },
  async store(tx, schema, rows) {
    const kept = [...rows.values()].flatMap(({ row }) => (row === null ? [] : [row]));
    await tx.query(
      `insert into ${schema}.${OUTCOMES.name} (dossier_id, revision, course, standing)
       select "dossierId", revision, course, standing
       from json_to_recordset($1) given ("dossierId" text, revision int, course json, standing json)
       on conflict (dossier_id) do update set revision = excluded.revision, course = excluded.course,
         standing = excluded.standing`,
      [JSON.stringify(kept.map(({ changes: _, ...row }) => row))],
    );
    const versions = kept.flatMap(({ dossierId, changes }) => changes.map((change) => ({ dossierId, ...change })));
    await tx.query(
      `insert into ${schema}.${VERSIONS.name} (dossier_id, revision, position, recorded_at, effective_at, standing)
       select "dossierId", revision, position, "recordedAt", "effectiveAt", standing from json_to_recordset($1) given
         ("dossierId" text, revision int, position text, "recordedAt" timestamptz, "effectiveAt" timestamptz, standing json)
       on conflict do nothing`,
      [JSON.stringify(versions)],
    );
    await overtakeSums(tx, schema, versions);
  },
};
