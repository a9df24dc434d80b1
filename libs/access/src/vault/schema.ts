import type { Pool } from 'pg';
import { READING_TABLE } from '../audit/reading-table.js';
import { ERASURES } from './erasures.js';
import { IDENTITY_TABLES } from './identity-tables.js';

const MIGRATION_LOCK = 7_414_201;

const TABLES = `
  create schema if not exists vault;
  create table if not exists vault.accounts (
    name text primary key, role text not null, agency text, password_hash text not null);
  create table if not exists vault.sessions (
    fingerprint text primary key, account text not null references vault.accounts, ends_at timestamptz not null);
  create table if not exists vault.keys (
    id uuid primary key, master text, wrapped bytea, destroyed_at timestamptz);
  create index if not exists keys_by_master on vault.keys (master);
  create unlogged table if not exists vault.log_in_rates (
    key varchar(255) primary key, points integer not null default 0, expire bigint);`;

/** The schema `vault` holds what no replay rebuilds; several processes may start at once. */
export async function openVault(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(TABLES);
    await client.query(IDENTITY_TABLES);
    await client.query(ERASURES);
    await client.query(READING_TABLE);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
