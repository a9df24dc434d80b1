import type { DataSource, QueryRunner } from 'typeorm';
import { MOST_ROWS, type KeptRow } from './older-case.js';

const ROWS = 2_000;
const PAGE = 5_000;

interface Laid {
  readonly case: string;
  readonly row: number;
  /** As JSON in text, which may hold every character. */
  readonly kept: string;
}

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
    await runner.query('set statement_timeout = 0'); // the index of a million rows takes its time
    await runner.query(`create temp table older_rows ("case" text collate "C", row int, kept text)`);
    return new RowsByCase(runner);
  }

  async add(caseId: string, kept: KeptRow): Promise<void> {
    this.waiting.push({ case: caseId, kept });
    if (this.waiting.length >= ROWS) await this.flush();
  }

  /** After the last row; of a case with too many rows one more than may be, and no others. */
  async *cases(): AsyncGenerator<readonly [caseId: string, rows: readonly KeptRow[]]> {
    await this.flush();
    await this.runner.query('create index on older_rows ("case", row)');
    await this.runner.query('analyze older_rows');
    let gathered: { readonly id: string; readonly rows: KeptRow[] } | null = null;
    for await (const { case: id, kept } of this.inOrder()) {
      if (gathered !== null && gathered.id !== id) {
        yield [gathered.id, gathered.rows];
        gathered = null;
      }
      gathered ??= { id, rows: [] };
      if (gathered.rows.length <= MOST_ROWS) gathered.rows.push(JSON.parse(kept));
    }
    if (gathered !== null) yield [gathered.id, gathered.rows];
  }

  async close(): Promise<void> {
    await this.runner.query('drop table if exists older_rows');
    await this.runner.query('reset statement_timeout');
    await this.runner.release();
  }

  /** Page by page and outside any transaction: a long one would hold back every reader of a log in this database. */
  private async *inOrder(): AsyncGenerator<Laid> {
    for (let after: Pick<Laid, 'case' | 'row'> | undefined = { case: '', row: 0 }; after !== undefined;) {
      const page: readonly Laid[] = await this.runner.query(
        `select "case", row, kept from older_rows where ("case", row) > ($1, $2) order by "case", row limit ${PAGE}`,
        [after.case, after.row],
      );
      yield* page;
      after = page.at(-1);
    }
  }

  private async flush(): Promise<void> {
    const rows = this.waiting;
    this.waiting = [];
    if (rows.length === 0) return;
    await this.runner.query('insert into older_rows select * from unnest($1::text[], $2::int[], $3::text[])', [
      rows.map((row) => row.case),
      rows.map(({ kept }) => kept.row),
      rows.map(({ kept }) => JSON.stringify(kept)),
    ]);
  }
}
