import pg from 'pg';
import { openInstallation, configuration, publishShipped, SHIPPED } from '#installation';
import { simulate } from '../../simulate/simulation.js';

const SIMULATED = 400;

/**
 * A log of many dossiers: simulated ones, then copies of them under other ids, written in bulk.
 * @returns how many events of dossiers it holds.
 */
export async function logOfDossiers(databaseUrl: string, events: number): Promise<number> {
  const installation = await openInstallation(
    configuration({ DATABASE_URL: databaseUrl }, { logLevel: 'error' }),
    'borrow',
  );
  try {
    const actor = { id: 'bench', role: 'administrator', agency: null };
    await publishShipped({ ...installation, actor }, () => {}, SHIPPED.slice(0, 3));
    const window = { from: '2026-03-02', to: '2026-08-28' };
    await simulate(installation.store, installation.catalogue, { dossiers: SIMULATED, seed: 7, ...window });
  } finally {
    await installation.close();
  }
  return copied(databaseUrl, events);
}

const COUNT = `select count(*)::int as count from event_store.events where stream ^@ 'dossier-'`;
const COPY = `insert into event_store.events (stream, revision, id, type, v, data, meta)
  select 'dossier-' || md5(stream || $1)::uuid, revision, gen_random_uuid(), type, v, data, meta
  from event_store.events where stream ^@ 'dossier-' and position <= $2 order by tx, position limit $3`;

async function copied(databaseUrl: string, events: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: ends } = await client.query<{ last: string }>('select max(position) as last from event_store.events');
    const { rows } = await client.query<{ count: number }>(COUNT);
    let held = rows[0]?.count ?? 0;
    for (let copy = 1; held < events; copy += 1) {
      const { rowCount } = await client.query(COPY, [String(copy), ends[0]?.last, events - held]);
      held += rowCount ?? 0;
    }
    await client.query('vacuum analyze event_store.events');
    return held;
  } finally {
    await client.end();
  }
}
