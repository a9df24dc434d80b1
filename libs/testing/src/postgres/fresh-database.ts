import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Longer than PostgreSQL waits for the connections of the database itself; what takes more waits for somebody's thread. */
const DROPPED_WITHIN_MS = 7_000;
const GIVEN_UP = '57014';

/** A database of one spec's own. */
export interface FreshDatabase {
  readonly url: string;
  /**
   * Ends its connections and removes it. PostgreSQL does so once every connection of the whole server has heard of it, and
   * one that is still logging in hears nothing: a suite whose thread is taken by a command would hold all others up. Such
   * a database stays behind, closed to everybody, and goes with the server.
   */
  drop(): Promise<void>;
}

/**
 * Creates a database on the PostgreSQL of the test run: an empty one, or a copy of what another holds that nobody uses.
 * @throws when the run has none: such a spec fails, it is never passed over.
 */
export async function freshDatabase(copied?: FreshDatabase): Promise<FreshDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('no PostgreSQL for the tests: run them by npm, or set TEST_DATABASE_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = copied === undefined ? '' : ` template ${new URL(copied.url).pathname.slice(1)}`;
  await onServer(server, `create database ${name}${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      try {
        await onServer(server, `drop database if exists ${name} with (force)`, DROPPED_WITHIN_MS);
      } catch (error) {
        const isGivenUp = error instanceof pg.DatabaseError && error.code === GIVEN_UP;
        if (!isGivenUp || !(await isClosed(server, name))) throw error;
      }
    },
  };
}

/** Whether its drop has begun, after which nobody can use it. */
async function isClosed(server: string, name: string): Promise<boolean> {
  const rows = await onServer(server, `select from pg_database where datname = '${name}' and datconnlimit = -2`);
  return rows.length === 1;
}

async function onServer(url: string, statement: string, withinMs = 0): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url, statement_timeout: withinMs });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}
