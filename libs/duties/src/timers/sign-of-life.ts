import { randomInt } from 'node:crypto';
import pg from 'pg';

import { BOUNDED } from './bounded.js';

/** Advisory locks of this kind are held by living processes; "LIFE" as ASCII. */
const LIFE = 1_279_870_533;
const LARGEST = 2_147_483_647;

/** A worker that was killed before it was written down. */
const FREE_UNKNOWN = `
  select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker._private_jobs j
  where locked_at < now() - interval '10 seconds' and not exists (
    select from vault.workers w where w.worker = j.locked_by) having count(*) > 0`;

/**
 * Sign of life of one process: a lock of its own connection, which the server frees at once when the process is killed. Jobs
 * of a process without it would stay locked for hours; whoever lives frees them.
 */
export class SignOfLife {
  private readonly process = randomInt(LARGEST);
  private client: pg.Client | null = null;
  private readonly workers: string[] = [];

  constructor(
    private readonly url: string,
    private readonly pool: pg.Pool,
  ) {}

  /** A worker of this process; its jobs are freed when the process dies. */
  async of(worker: string): Promise<void> {
    this.workers.push(worker);
    await this.pool.query('insert into vault.workers (worker, process) values ($1, $2) on conflict do nothing', [
      worker,
      this.process,
    ]);
  }

  /** Takes the lock, anew after a lost connection, when others may have taken this process for dead. */
  async hold(): Promise<void> {
    if (this.client !== null) return;
    const client = new pg.Client({
      connectionString: this.url,
      ...BOUNDED,
      application_name: 'dung-hen sign of life',
    });
    client.on('error', () => (this.client = null));
    await client.connect();
    await client.query('select pg_advisory_lock($1, $2)', [LIFE, this.process]);
    this.client = client;
    await this.pool.query(
      'insert into vault.workers (worker, process) select unnest($1::text[]), $2 on conflict do nothing',
      [this.workers, this.process],
    );
  }

  /** Frees what the dead have locked. @returns how many workers were found dead */
  async freeTheDead(): Promise<number> {
    const { rows } = await this.pool.query<{ process: number }>(
      'select distinct process from vault.workers where process <> $1',
      [this.process],
    );
    let dead = 0;
    for (const { process } of rows) dead += await this.freeIfDead(process);
    await this.pool.query(FREE_UNKNOWN);
    return dead;
  }

  async end(): Promise<void> {
    await this.pool.query('delete from vault.workers where process = $1', [this.process]).catch(() => {});
    await this.client?.end().catch(() => {});
    this.client = null;
  }

  private async freeIfDead(process: number): Promise<number> {
    const client = await this.pool.connect();
    try {
      const { rows: locked } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1, $2) as free', [
        LIFE,
        process,
      ]);
      if (locked[0]?.free !== true) return 0;
      try {
        const { rows } = await client.query<{ worker: string }>(
          'delete from vault.workers where process = $1 returning worker',
          [process],
        );
        await client.query('select graphile_worker.force_unlock_workers($1::text[])', [
          rows.map(({ worker }) => worker),
        ]);
        return rows.length;
      } finally {
        await client.query('select pg_advisory_unlock($1, $2)', [LIFE, process]);
      }
    } finally {
      client.release();
    }
  }
}
