import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openTimers } from '#duties';
import { freshDatabase, type FreshDatabase } from '#testing';
import { MIGRATION_LOCK } from './schema.js';

describe('preparing what timers stand on', () => {
  let database: FreshDatabase;
  let other: pg.Client;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, lock_timeout: 300 });
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
  });
  afterAll(async () => {
    await pool.end();
    await other.end();
    await database.drop();
  });

  it('waits for who began before, not without end, and names what it waited for', async () => {
    await other.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await expect(openTimers(pool)).rejects.toThrow('waited in vain for another process that prepares the timers');
    const opening = openTimers(pool);
    await wait(100);
    await other.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await opening;
    await openTimers(pool); // again changes nothing
    const { rows } = await pool.query(`select to_regclass('vault.timers') is not null as there`);
    expect(rows).toEqual([{ there: true }]);
  });

  it('gives tables of before the columns that came later, and keeps what stands in them', async () => {
    await pool.query(`
      drop schema if exists vault cascade; create schema vault;
      create table vault.timers (
        dossier_id text primary key, woken_at timestamptz, woken_revision int, next_at timestamptz);
      create table vault.notices (
        dossier_id text not null, duty text not null, level text not null, role text not null, agency text not null,
        code text, kind text not null, due_at timestamptz not null, owed_at timestamptz not null default now(),
        sending_at timestamptz, outcome text, told_at timestamptz, primary key (dossier_id, duty, level));
      insert into vault.timers (dossier_id) values ('a');
      insert into vault.notices (dossier_id, duty, level, role, agency, kind, due_at)
        values ('a', 'result 1', 'overdue', 'leader', 'H27.118', 'result', now())`);
    await openTimers(pool);
    const { rows } = await pool.query(
      'select t.revision, n.level, n.procedure_code, n.submitted_at from vault.timers t join vault.notices n using (dossier_id)',
    );
    expect(rows).toEqual([{ revision: null, level: 'overdue', procedure_code: null, submitted_at: null }]);
  });
});
