import pg from 'pg';
import { openEventStore } from '#event-store';
import { openReadStore, ProjectionRunner, projectionHealth } from '#read-store';
import { registerProjection } from '#reports';
import { setTimeout as wait } from 'node:timers/promises';

/** One measurement, in a process of its own: `project` folds the register, `read` only reads the log in pages. */
export interface CatchUp {
  readonly seconds: number;
  /** Resident memory in MB, highest in either half. */
  readonly firstHalf: number;
  readonly secondHalf: number;
}

const PAGE = 1_000;
const SAMPLE_MS = 100;
const LOOK_MS = 50;
const MB = 1_048_576;

const [, , what, events = ''] = process.argv;
const url = process.env['DATABASE_URL'] ?? '';
const samples: number[] = [];
const sampling = setInterval(() => samples.push(process.memoryUsage.rss() / MB), SAMPLE_MS);
const from = performance.now();
if (what === 'project') await project();
else await read();
const seconds = (performance.now() - from) / 1_000;
clearInterval(sampling);
samples.push(process.memoryUsage.rss() / MB);
const half = Math.ceil(samples.length / 2);
const measured: CatchUp = {
  seconds,
  firstHalf: Math.max(...samples.slice(0, half)),
  secondHalf: Math.max(...samples.slice(half - 1)),
};
process.stdout.write(JSON.stringify(measured));
process.exit(0);

async function project(): Promise<void> {
  const db = await openReadStore(url, { projections: [registerProjection] });
  const store = await openEventStore(url);
  const runner = new ProjectionRunner({ db, store, projection: registerProjection });
  runner.start();
  for (let caughtUp = false; !caughtUp; await wait(LOOK_MS))
    caughtUp = (await projectionHealth(db)).some(({ projection, caughtUp: is }) => projection === 'register' && is);
  await runner.stop();
}

async function read(): Promise<void> {
  const client = new pg.Client({ connectionString: url });
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
