import { rowsOf, type ProjectionStorage, type Sql, type TableDefinition } from '#read-store';
import { withoutPerson, type TimelineAdditions, type TimelineEntry } from './timeline.fold.js';

/** One row an event, written once: a dossier's history is never written again for what comes to it. */
const TIMELINE: TableDefinition = {
  name: 'timeline',
  statements: (name) => [
    `create table ${name} (dossier_id text collate "C", revision int, entry json, primary key (dossier_id, revision))`,
  ],
};

/** Appends what came to each dossier; of what is kept, only its end is ever read for that. */
export const timelineStorage: ProjectionStorage<TimelineAdditions> = {
  tables: [TIMELINE],
  async load(tx, schema, keys) {
    const ends = await rowsOf<{ readonly key: string; readonly revision: number }>(
      tx,
      `select key, revision from unnest($1::text[]) as key cross join lateral (
         select revision from ${schema}.${TIMELINE.name} where dossier_id = key order by revision desc limit 1) as last`,
      [keys],
    );
    return new Map(ends.map(({ key, revision }) => [key, { row: null, revision }]));
  },
  async store(tx, schema, rows) {
    const added = [...rows.values()].flatMap(({ row }) => (row === null ? [] : [row]));
    const entries = added.flatMap(({ dossierId, entries: own }) => own.map((entry) => ({ dossierId, entry })));
    await tx.query(
      `insert into ${schema}.${TIMELINE.name} (dossier_id, revision, entry)
       select * from rows from (json_to_recordset($1) as ("dossierId" text, revision int), json_array_elements($2))`,
      [
        JSON.stringify(entries.map(({ dossierId, entry: { revision } }) => ({ dossierId, revision }))),
        JSON.stringify(entries.map(({ entry }) => entry)),
      ],
    );
    const erasures = added.flatMap(({ dossierId, erasedAt }) => (erasedAt === null ? [] : [{ dossierId, erasedAt }]));
    if (erasures.length > 0) await erase(tx, schema, erasures);
  },
};

interface Erasure {
  readonly dossierId: string;
  readonly erasedAt: number;
}

/** What each history held before its erasure, as it reads without the key that was destroyed. */
async function erase(tx: Sql, schema: string, erasures: readonly Erasure[]): Promise<void> {
  const kept = await rowsOf<{ readonly dossierId: string; readonly entry: TimelineEntry }>(
    tx,
    `select kept.dossier_id as "dossierId", entry from ${schema}.${TIMELINE.name} as kept
       join json_to_recordset($1) as given ("dossierId" text, "erasedAt" int)
         on kept.dossier_id = given."dossierId" and revision < given."erasedAt"`,
    [JSON.stringify(erasures)],
  );
  const without = kept.map(({ dossierId, entry }) => ({
    ...{ dossierId, revision: entry.revision, entry: withoutPerson(entry) },
  }));
  await tx.query(
    `update ${schema}.${TIMELINE.name} as kept set entry = given.entry
     from json_to_recordset($1) as given ("dossierId" text, revision int, entry json)
     where kept.dossier_id = given."dossierId" and kept.revision = given.revision`,
    [JSON.stringify(without)],
  );
}
