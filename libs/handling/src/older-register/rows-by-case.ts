import type { DataSource, QueryRunner } from 'typeorm';
import type { KeptRow } from './older-case.js';

const ROWS = 2_000;
const CASES = 200;

/**
 * Rows in any order, given back case by case: they are laid down in a table of PostgreSQL that lives as long as this does,
 * so that a register of millions of rows needs no more memory than a page of it.
 */
export class RowsByCase {
  private waiting: { readonly case: string; readonly kept: KeptRow }[] = [];

  private constructor(private readonly runner: QueryRunner) {}

  static async open(db: DataSource): Promise<RowsByCase> {
    const runner = db.createQueryRunner();
    await runner.connect();
    await runner.query(`create temp table older_rows ("case" text collate "C", row int, kept json)`);
    return new RowsByCase(runner);
  }

  async add(caseId: string, kept: KeptRow): Promise<void> {
    this.waiting.push({ case: caseId, kept });
    if (this.waiting.length >= ROWS) await this.flush();
  }

  /** After the last row. */
  async *cases(): AsyncGenerator<readonly [caseId: string, rows: readonly KeptRow[]]> {
    await this.flush();
    await this.runner.query('create index on older_rows ("case")');
    await this.runner.query('analyze older_rows');
    for (let after: string | null = ''; after !== null;) {
      const page: readonly { readonly case: string; readonly rows: readonly KeptRow[] }[] = await this.runner.query(
        `select "case", json_agg(kept order by row) as rows from older_rows where "case" > $1
         group by "case" order by "case" limit ${CASES}`,
        [after],
      );
      for (const { case: id, rows } of page) yield [id, rows];
      after = page.length < CASES ? null : (page.at(-1)?.case ?? null);
    }
  }

  async close(): Promise<void> {
    await this.runner.query('drop table if exists older_rows');
    await this.runner.release();
  }

  private async flush(): Promise<void> {
    const rows = this.waiting.map(({ case: id, kept }) => ({ case: id, row: kept.row, kept }));
    this.waiting = [];
    if (rows.length === 0) return;
    await this.runner.query(
      `insert into older_rows select "case", row, kept
       from json_to_recordset($1) given ("case" text, row int, kept json)`,
      [JSON.stringify(rows)],
    );
  }
}
