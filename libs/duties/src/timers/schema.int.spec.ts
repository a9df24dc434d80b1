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
});
