import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AT_ONCE, ServerClock, startTimers } from '#duties';
import { configuration, openInstallation } from '#installation';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `timers` are the worker's, `bare` does as much by the driver alone. */
const LOOK_MS = 50;

const FETCH = {
  name: 'fetch',
  text: `update bench.jobs set locked_at = now(), attempts = attempts + 1
    where id = (select id from bench.jobs where locked_at is null and run_at <= now()
      order by priority, run_at limit 1 for update skip locked) returning id, dossier`,
};
const READ = {
  name: 'read',
  text: 'select id, type, v, data::text, meta::text from event_store.events where stream = $1 order by revision',
};
const APPEND = {
  name: 'append',
  text: `insert into bench.events (stream, revision, id, type, v, data, meta)
    select $1, * from unnest($2::int[], $3::uuid[], $4::text[], $5::int[], $6::json[], $7::json[])`,
};
const COMPLETE = { name: 'complete', text: 'delete from bench.jobs where id = $1' };

const [, , what, dossiers = ''] = process.argv;
// What is opened beforehand is not measured.
await needed(what === 'timers' ? await timers(Number(dossiers)) : await bare(Number(dossiers)));

async function timers(count: number): Promise<() => Promise<void>> {
  const installation = await openInstallation(configuration(process.env, { logLevel: 'error' }), 'borrow');
  const clock = await ServerClock.on(installation.db, installation.clock);
  const onTrouble = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
  const { databaseUrl, db, store, catalogue } = installation;
  return async () => {
    const stop = await startTimers({ databaseUrl, db, store, catalogue, clock, notifier: null, onTrouble });
    for (let looked = 0; looked < count; await wait(LOOK_MS)) {
      const [row]: readonly { readonly looked: string }[] = await db.query(
        'select count(*) as looked from vault.timers where woken_at is not null',
      );
      looked = Number(row?.looked);
    }
    await stop();
  };
}

interface Kept {
  readonly id: string;
  readonly type: string;
  readonly v: number;
  readonly data: string;
  readonly meta: string;
}

/** The same fetch of a job, read of the stream, append of what the timers wrote there, and completion; nothing decided. */
async function bare(count: number): Promise<() => Promise<void>> {
  const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: AT_ONCE });
  await pool.query(`create schema if not exists bench; drop table if exists bench.jobs, bench.events;
    create table bench.jobs (id bigint generated always as identity primary key, dossier text not null, locked_at timestamptz,
      attempts int not null default 0, priority int not null default 0, run_at timestamptz not null default now());
    create index on bench.jobs (priority, run_at) where locked_at is null;
    create table bench.events (like event_store.events including all);
    insert into bench.jobs (dossier) select dossier_id from vault.timers order by dossier_id;
    analyze bench.jobs`);
  const one = async (): Promise<void> => {
    for (;;) {
      const { rows: jobs } = await pool.query<{ readonly id: string; readonly dossier: string }>(FETCH);
      const [job] = jobs;
      if (job === undefined) return;
      const { rows: events } = await pool.query<Kept>({ ...READ, values: [`dossier-${job.dossier}`] });
      const [, ...written] = events; // behind the reception: by the timers
      const columns = [
        ...[written.map((_, at) => at), written.map(() => randomUUID()), written.map(({ type }) => type)],
        ...[written.map(({ v }) => v), written.map(({ data }) => data), written.map(({ meta }) => meta)],
      ];
      await pool.query({ ...APPEND, values: [`bench-${job.dossier}`, ...columns] });
      await pool.query({ ...COMPLETE, values: [job.id] });
    }
  };
  return async () => {
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    const { rows } = await pool.query<{ readonly done: string }>(
      'select count(distinct stream) as done from bench.events',
    );
    if (Number(rows[0]?.done) !== count) throw new Error(`${rows[0]?.done} of ${count} streams were written`);
    await pool.end();
  };
}
