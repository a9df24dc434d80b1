import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { openTimers, timerPool } from '#duties';
import { freshDatabase, type FreshDatabase } from '#testing';
import { SignOfLife } from './sign-of-life.js';

describe('the sign of life of a worker', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = timerPool(database.url, 10);
    await openTimers(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const known = async (): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ worker: string }>('select worker from vault.workers order by worker');
    return rows.map(({ worker }) => worker);
  };

  it('is believed while it is held; lost, its jobs are freed; taken up again, its workers are known again', async () => {
    const [one, other] = [new SignOfLife(database.url, pool), new SignOfLife(database.url, pool)];
    await one.hold();
    await one.of('worker-one');
    await other.hold();
    expect(await other.freeTheDead()).toBe(0);
    await pool.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and objid = (select process from vault.workers where worker = 'worker-one')`,
    );
    while ((await other.freeTheDead()) === 0) await wait(20);
    expect(await known()).toEqual([]);
    while (!(await known()).includes('worker-one')) {
      await one.hold();
      await wait(20);
    }
    expect(await other.freeTheDead()).toBe(0);
    await one.end();
    await other.end();
    expect(await known()).toEqual([]);
  });
});
