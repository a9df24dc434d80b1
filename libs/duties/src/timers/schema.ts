import { runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';
import { locked } from './bounded.js';
import { silent } from './quiet-logger.js';

export const MIGRATION_LOCK = 7_414_202;

/** What no replay rebuilds: when each dossier was looked at, whom the engine told what, and which workers live. */
const TABLES = `
  create schema if not exists vault;
  create table if not exists vault.timers (
    dossier_id text collate "C" primary key, woken_at timestamptz, woken_revision int, revision int, next_at timestamptz);
  create index if not exists timers_next on vault.timers (next_at) where next_at is not null;
  create table if not exists vault.notices (
    dossier_id text collate "C" not null, duty text not null, level text not null,
    role text not null, agency text collate "C" not null, code text, procedure_code text, submitted_at timestamptz,
    kind text not null, due_at timestamptz not null, owed_at timestamptz not null default now(), sending_at timestamptz,
    outcome text, told_at timestamptz, primary key (dossier_id, duty, level));
  create table if not exists vault.mailboxes (
    role text not null, agency text collate "C" not null, address text not null, primary key (role, agency));
  create table if not exists vault.workers (
    worker text primary key, process int not null);`;

/** Columns that came later; only where one is missing a table is locked, as others may be at work. */
const LATER_COLUMNS = `
  do $$ declare missing record; begin
    for missing in
      select * from (values ('timers', 'revision', 'int'), ('notices', 'procedure_code', 'text'),
        ('notices', 'submitted_at', 'timestamptz')) later (of, name, type)
      where not exists (select from pg_attribute
        where attrelid = ('vault.' || of)::regclass and attname = name and not attisdropped)
    loop execute format('alter table vault.%I add column %I %s', missing.of, missing.name, missing.type); end loop;
  end $$;`;

/** Prepares what timers stand on; several processes may start at once. @throws where another does not come to an end with it */
export async function openTimers(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await locked(
      'another process that prepares the timers',
      client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]),
    );
    await client.query(TABLES + LATER_COLUMNS);
    await runMigrations({ pgPool: pool, logger: silent });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    client.release();
  }
}
