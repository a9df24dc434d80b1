import { createHash } from 'node:crypto';
import pg from 'pg';
import { openEventStore } from '#event-store';
import { verifyLog } from '#inspection';
import { trusting } from '#verifier';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `verify` does what the command does, `hash` reads every row and hashes its bytes. */
const PAGE = 500;

const [, , what, key = ''] = process.argv;
const url = process.env['DATABASE_URL'] ?? '';
await needed(what === 'verify' ? verify : hash);

async function verify(): Promise<void> {
  const log = await openEventStore(url);
  await verifyLog(log, trusting(key));
}

type Row = Readonly<Record<'stream' | 'revision' | 'id' | 'type' | 'v' | 'data' | 'meta' | 'tx' | 'position', string>>;

async function hash(): Promise<void> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (value: string) => value } });
  await client.connect();
  let place: readonly string[] | null = ['0', '0'];
  while (place !== null) {
    const { rows }: pg.QueryResult<Row> = await client.query<Row>({
      name: 'page',
      text: `select stream, revision, id, type, v, data, meta, tx, position from event_store.events
        where (tx, position) > ($1::xid8, $2::bigint) order by tx, position limit ${PAGE}`,
      values: [...place],
    });
    for (const { stream, revision, id, type, v, data, meta } of rows)
      createHash('sha256').update(`${stream}${revision}${id}${type}${v}${data}${meta}`).digest('hex');
    const last = rows.at(-1);
    place = last === undefined ? null : [last.tx, last.position];
  }
}
