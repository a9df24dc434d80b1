import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { configuration, openInstallation, type Installation } from '#installation';
import { ProjectionRunner, projectionHealth, type Projection } from '#read-store';
import { projections } from '#reports';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `project` folds read models by their names, `read` only reads the log in pages. */
const PAGE = 1_000;
const LOOK_MS = 50;

const [, , what, given = ''] = process.argv;
if (what === 'project') {
  const names = given.split(',');
  const models = projections.filter(({ name }) => names.includes(name));
  if (models.length !== names.length) throw new Error(`no such read models: ${given}`);
  const installation = await openInstallation(configuration(process.env, { logLevel: 'error' }), 'borrow');
  await needed(() => project(installation, models));
} else {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  await needed(() => read(client, Number(given)));
}

async function project({ db, store }: Pick<Installation, 'db' | 'store'>, all: readonly Projection[]): Promise<void> {
  const runners = all.map((projection) => new ProjectionRunner({ db, store, projection }));
  for (const runner of runners) runner.start();
  for (let caughtUp = false; !caughtUp; await wait(LOOK_MS)) {
    const health = await projectionHealth(db);
    caughtUp = all.every(({ name }) => health.some(({ projection, caughtUp: is }) => projection === name && is));
  }
  await Promise.all(runners.map((runner) => runner.stop()));
}

async function read(client: pg.Client, events: number): Promise<void> {
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
