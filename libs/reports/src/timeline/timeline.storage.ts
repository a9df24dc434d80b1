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
    for (const { dossierId, erasedAt } of added) if (erasedAt !== null) await erase(tx, schema, dossierId, erasedAt);
  },
};

/** What a dossier's history held before this revision, as it reads without the key that was destroyed. */
async function erase(tx: Sql, schema: string, dossierId: string, before: number): Promise<void> {
  const kept = await rowsOf<{ readonly entry: TimelineEntry }>(
    tx,
    `select entry from ${schema}.${TIMELINE.name} where dossier_id = $1 and revision < $2`,
    [dossierId, before],
  );
  await tx.query(
    `update ${schema}.${TIMELINE.name} as kept set entry = given.entry
     from json_to_recordset($2) as given (revision int, entry json)
     where kept.dossier_id = $1 and kept.revision = given.revision`,
    [dossierId, JSON.stringify(kept.map(({ entry }) => ({ revision: entry.revision, entry: withoutPerson(entry) })))],
  );
}
