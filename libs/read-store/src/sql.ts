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
