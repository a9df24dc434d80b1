import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { configuration, openInstallation } from '#installation';
import { ProjectionRunner, projectionHealth, type Projection } from '#read-store';
import { projections } from '#reports';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `project` folds a read model or `all` of them, `read` only reads the log in pages. */
const PAGE = 1_000;
const LOOK_MS = 50;

const [, , what, given = ''] = process.argv;
const models = projections.filter(({ name }) => given === 'all' || name === given);
await needed(what === 'project' && models.length > 0 ? () => project(models) : () => read(Number(given)));

async function project(all: readonly Projection[]): Promise<void> {
  const { db, store } = await openInstallation(configuration(process.env, { logLevel: 'error' }), 'borrow');
  const runners = all.map((projection) => new ProjectionRunner({ db, store, projection }));
  for (const runner of runners) runner.start();
  for (let caughtUp = false; !caughtUp; await wait(LOOK_MS)) {
    const health = await projectionHealth(db);
    caughtUp = all.every(({ name }) => health.some(({ projection, caughtUp: is }) => projection === name && is));
  }
  await Promise.all(runners.map((runner) => runner.stop()));
}

async function read(events: number): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  let place: readonly [tx: string, position: string] = ['0', '0'];
  let seen = 0;
  while (seen < events) {
    const { rows } = await client.query<{ readonly tx: string; readonly position: string }>({
      name: 'page',
      text: `select stream, revision, id, type, v, data, meta, tx, position from event_store.events
        where (tx, position) > ($1::xid8, $2::bigint) and stream ^@ 'dossier-' order by tx, position limit ${PAGE}`,
      values: [...place],
    });
    const last = rows.at(-1);
    if (last === undefined) throw new Error(`the log ended after ${seen} events`);
    place = [last.tx, last.position];
    seen += rows.length;
  }
}
