import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of one spec's own. */
export interface FreshDatabase {
  readonly url: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database on the PostgreSQL of the test run.
 * @throws when the run has none: such a spec fails, it is never passed over.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (!server) throw new Error('no PostgreSQL for the tests: run them by npm, or set TEST_DATABASE_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
