import { createHash } from 'node:crypto';
import pg from 'pg';
import { openEventStore } from '#event-store';
import { verifyLog } from '#inspection';
import { trusting } from '#verifier';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `verify` does what the command does, `hash` only reads and hashes. */
const PAGE = 1_000;

const [, , what, key = ''] = process.argv;
const url = process.env['DATABASE_URL'] ?? '';
// What is opened beforehand is not measured.
await needed(what === 'verify' ? await verifying() : await hashing());

async function verifying(): Promise<() => Promise<void>> {
  const log = await openEventStore(url);
  return async () => {
    await verifyLog(log, trusting(key));
  };
}

async function hashing(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return () => hashAll(client);
}

type Row = Readonly<Record<'stream' | 'id' | 'type' | 'tx' | 'position', string>> & {
  readonly revision: number;
  readonly v: number;
  readonly data: object;
  readonly meta: object;
};

/** Events as the bare driver reads them, each hashed once, and nothing looked at. */
async function hashAll(client: pg.Client): Promise<void> {
  let place: readonly string[] | null = ['0', '0'];
  while (place !== null) {
    const { rows }: pg.QueryResult<Row> = await client.query<Row>({
      name: 'page',
      text: `select stream, revision, id, type, v, data, meta, tx, position from event_store.events
        where (tx, position) > ($1::xid8, $2::bigint) order by tx, position limit ${PAGE}`,
      values: [...place],
    });
    for (const { tx: _tx, position: _position, ...event } of rows)
      createHash('sha256').update(JSON.stringify(event)).digest('hex');
    const last = rows.at(-1);
    place = last === undefined ? null : [last.tx, last.position];
  }
}
