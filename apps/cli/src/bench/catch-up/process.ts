import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { configuration, openInstallation } from '#installation';
import { ProjectionRunner, projectionHealth } from '#read-store';
import { registerProjection } from '#reports';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `project` folds the register, `read` only reads the log in pages. */
const PAGE = 1_000;
const LOOK_MS = 50;

const [, , what, events = ''] = process.argv;
await needed(what === 'project' ? project : read);

async function project(): Promise<void> {
  const { db, store } = await openInstallation(configuration(process.env, { logLevel: 'error' }), 'borrow');
  const runner = new ProjectionRunner({ db, store, projection: registerProjection });
  runner.start();
  for (let caughtUp = false; !caughtUp; await wait(LOOK_MS))
    caughtUp = (await projectionHealth(db)).some(({ projection, caughtUp: is }) => projection === 'register' && is);
  await runner.stop();
}

async function read(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  let place: readonly [tx: string, position: string] = ['0', '0'];
  let seen = 0;
  while (seen < Number(events)) {
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
