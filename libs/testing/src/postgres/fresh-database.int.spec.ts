import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { freshDatabase } from './fresh-database.js';

const PROTOCOL = 0x0003_0000;
/** Of an answer to it: no proof is asked for. */
const WELCOME = 0;

/** What a client says first, before it is asked who it is. */
function greeting({ username, pathname }: URL): Buffer {
  const said = Buffer.from(`user\0${username}\0database\0${pathname.slice(1)}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + said.length, 0);
  head.writeUInt32BE(PROTOCOL, 4);
  return Buffer.concat([head, said]);
}

const names = async (url: string): Promise<readonly string[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
};

describe('a fresh database', () => {
  it('is gone once it is dropped, and holds what a copied one held', async () => {
    const [first, other] = [await freshDatabase(), await freshDatabase()];
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    await client.query('create table kept as select 1 as one');
    await client.end();

    const copy = await freshDatabase(first);
    const reader = new pg.Client({ connectionString: copy.url });
    await reader.connect();
    expect((await reader.query('select one from kept')).rows).toEqual([{ one: 1 }]);
    await reader.end();

    for (const { drop } of [first, copy]) await drop();
    const left = await names(other.url);
    for (const { url } of [first, copy]) expect(left).not.toContain(new URL(url).pathname.slice(1));
    await other.drop();
  });

  it('is not waited for while somebody else is still logging in to another', async () => {
    const [mine, theirs] = [await freshDatabase(), await freshDatabase()];
    const url = new URL(theirs.url);
    const silent = connect(Number(url.port || 5432), url.hostname).on('error', () => {});
    try {
      silent.write(greeting(url));
      const [asked] = await once(silent, 'data');
      expect(asked.readUInt32BE(5)).not.toBe(WELCOME); // but asks for the password
      await mine.drop();
      expect(silent.destroyed).toBe(false);
      await expect(names(mine.url)).rejects.toThrow(/does not exist|invalid database/);
    } finally {
      silent.destroy();
    }
    for (const { drop } of [mine, theirs]) await drop();
  }, 30_000);
});
