import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';
import { PostgresEventStore } from '#event-store';
import { someEvents } from '../contract/scenario.js';

describe('what the log in PostgreSQL answers for', () => {
  let database: FreshDatabase;
  let client: pg.Client;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // The server of the tests spares the disk; this database does not.
    await client.query(`alter database ${client.database} set synchronous_commit = on`);
    store = await PostgresEventStore.open(database.url, { poolSize: 1 });
  });
  afterAll(async () => {
    await store.close();
    await client.end();
    await database.drop();
  });

  const written = async (): Promise<string> =>
    (await client.query(`select pg_current_wal_insert_lsn() as at`)).rows[0].at;
  const isOnDisk = async (at: string): Promise<boolean> =>
    (await client.query(`select pg_current_wal_flush_lsn() >= $1::pg_lsn as is`, [at])).rows[0].is;

  it('a number stands on the disk once the dossier that bears it was answered, also on the same connection', async () => {
    for (let dossier = 0; dossier < 20; dossier += 1) {
      await store.append(`numbering-${randomUUID()}`, 'any', someEvents(1));
      const taken = await written();
      await store.append(`dossier-${randomUUID()}`, 'none', someEvents(1));
      expect(await isOnDisk(taken)).toBe(true);
    }
  });
});
