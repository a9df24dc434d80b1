import type { Pool } from 'pg';

/** What runs statements: the whole data source, or one transaction of it. */
export interface Sql {
  query<T>(text: string, values?: unknown[]): Promise<T>;
}

/** The rows of a `select`. */
export const rowsOf = <T>(sql: Sql, text: string, values: readonly unknown[] = []): Promise<readonly T[]> =>
  sql.query<readonly T[]>(text, [...values]);

/** How many rows an `update` or `delete` changed. */
export async function changedBy(sql: Sql, text: string, values: readonly unknown[] = []): Promise<number> {
  const [, count] = await sql.query<readonly [unknown, number]>(text, [...values]);
  return count;
}

/** What a bare connection of the driver runs, as `Sql`. */
export const sqlOn = (client: {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}): Sql => ({
  query: async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T,
});

/** Runs in one transaction of a connection of its own. */
export async function inTransaction<T>(pool: Pool, run: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const done = await run(sqlOn(client));
    await client.query('commit');
    return done;
  } catch (error) {
    await client.query('rollback').catch(() => {}); // a lost connection has rolled back by itself
    throw error;
  } finally {
    client.release();
  }
}
