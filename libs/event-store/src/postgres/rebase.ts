import pg from 'pg';

/** The log holds transactions that this server has not reached: it was restored from another cluster. */
export class LogNotRebased extends Error {
  constructor() {
    super(
      'the log was restored from another PostgreSQL cluster; rebase it before it is written, then rebuild every read model',
    );
    this.name = 'LogNotRebased';
  }
}

const AHEAD = `select tx >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
  from event_store.events order by tx desc limit 1`;

const RENUMBER = `with ordered as (
    select stream, revision, row_number() over (order by tx, position) as place from event_store.events)
  update event_store.events e set tx = '1'::xid8, position = ordered.place
  from ordered where e.stream = ordered.stream and e.revision = ordered.revision`;

const CONTINUE_BEHIND = `select setval(pg_get_serial_sequence('event_store.events', 'position'),
  (select max(position) from event_store.events))`;

/** @throws LogNotRebased when new events would sort before old ones. */
export async function mustBeOfThisCluster(client: pg.ClientBase): Promise<void> {
  if (await isAhead(client)) throw new LogNotRebased();
}

/**
 * Renumbers a log that was restored into another cluster, keeping its order; nobody reads or writes it meanwhile.
 * Positions change, so every read model is rebuilt afterwards. A log that needs it not is left alone.
 * @returns how many events were renumbered.
 */
export async function rebase(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table event_store.events in access exclusive mode');
    if (!(await isAhead(client))) return 0;
    const { rowCount } = await client.query(RENUMBER);
    await client.query(CONTINUE_BEHIND);
    await client.query('commit');
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function isAhead(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ ahead: boolean }>(AHEAD);
  return rows[0]?.ahead ?? false;
}
