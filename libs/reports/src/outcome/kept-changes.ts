import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Instant } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { changedOutcomes, type ChangedOutcome } from './changed.query.js';

/** Not in the schema of read models: no log can give again what a version of them once said. */
const TABLE = 'vault.outcome_changes';
const KEEP = `insert into ${TABLE} (version, dossier_id, kept_at, code, was, "is", fields)
  select $1, c."dossierId", $2, c.code, c.was, c."is", c.fields
  from json_to_recordset($3) as c ("dossierId" text, code text, was json, "is" json, fields text[])
  on conflict (version, dossier_id) do update set kept_at = excluded.kept_at, code = excluded.code, was = excluded.was,
    "is" = excluded."is", fields = excluded.fields`;
const AT_ONCE = 1_000;

/** Makes room for them in a read store. */
export class KeepOutcomeChanges1796000000000 implements MigrationInterface {
  readonly name = 'KeepOutcomeChanges1796000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create table if not exists ${TABLE} (
      version int not null, dossier_id text collate "C" not null, kept_at timestamptz not null,
      code text, was json not null, "is" json not null, fields text[] not null, primary key (version, dossier_id))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table ${TABLE}`);
  }
}

/** A dossier whose class a version of the read model changed, and when that version was built. */
export interface KeptChange extends ChangedOutcome {
  readonly version: number;
  readonly keptAt: Instant;
}

/**
 * Hồ sơ đổi loại: tells every dossier whose class the new build changes, and keeps it with the build's version.
 * @throws Refusal `store-unavailable`
 */
export async function keepChanges(
  db: Sql,
  version: number,
  now: Instant,
  tell: (changed: ChangedOutcome) => void,
): Promise<void> {
  let some: ChangedOutcome[] = [];
  const keep = async () => {
    await asked(() => db.query(KEEP, [version, now, JSON.stringify(some)]));
    some = [];
  };
  for await (const one of changedOutcomes(db, now)) {
    tell(one);
    some.push(one);
    if (some.length === AT_ONCE) await keep();
  }
  await keep();
}

const KEPT = `select version, kept_at as "keptAt", dossier_id as "dossierId", code, was, "is", fields
  from ${TABLE} order by kept_at, dossier_id`;

/** What was kept of every build, in the order of time. @throws Refusal `store-unavailable` */
export const keptChanges = (db: Sql): Promise<readonly KeptChange[]> => asked(() => rowsOf<KeptChange>(db, KEPT));
