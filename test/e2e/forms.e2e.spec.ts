import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import excel from '@protobi/exceljs';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';

const PATIENCE_MS = 120_000;

describe('official forms by the command line', () => {
  let database: PreparedDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'forms-'));
  const cli = (...args: readonly string[]) => cliInThread(args, { env: database.env });
  const form = (...args: readonly string[]) => JSON.parse(cli('form', ...args, '--json').stdout);

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
    const window = ['--from', '2026-03-02', '--to', '2026-04-30'];
    expect(cli('simulate', '--dossiers', '120', '--seed', '7', ...window).status).toBe(0);
  }, PATIENCE_MS);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it(
    'of a month carries over what ran at the end of the month before, and agrees with the others',
    () => {
      const [march, april] = ['2026-03', '2026-04'].map((month) => form('07a', '--period', month));
      expect(april.certificate.period).toMatchObject({ from: '2026-03-15', to: '2026-04-14' });
      expect(march.total.counts.running).toBeGreaterThan(0);
      expect(april.total.counts.carried).toBe(march.total.counts.running);
      expect(april.total.counts.resolved).toBeGreaterThan(20);
      const wholeProvince = form('07b', '--period', '2026-04');
      expect(wholeProvince.total).toEqual(april.total);
      expect(form('766', '--period', '2026-04').total.counts.received).toBe(april.total.counts.received);
      const text = cli('form', '07b', '--period', '2026-04');
      expect(text.stdout).toContain(wholeProvince.certificate.digest);
      expect([text.stdout.includes('TỔNG CỘNG'), text.status]).toEqual([true, 0]);
    },
    PATIENCE_MS,
  );

  it(
    'is written as a workbook and as CSV, and nothing else',
    async () => {
      const [sheet, csv] = ['07b.xlsx', '07b.csv'].map((name) => join(folder, name));
      for (const out of [sheet, csv])
        expect(cli('form', '07b', '--period', '2026-Q2', '--out', out ?? '')).toMatchObject({ status: 0, stderr: '' });
      const book = new excel.Workbook();
      await book.xlsx.readFile(sheet ?? '');
      expect(book.worksheets[0]?.getCell('A1').value).toBe('Biểu số 07b/BTP/KSTT');
      expect(readFileSync(csv ?? '', 'utf8')).toMatch(/^\uFEFFSTT,/);
      const refused = [
        ['07b', '--period', '2026-Q2', '--out', join(folder, '07b.pdf')],
        ['07b', '--period', '2026-Q2', '--agency', 'H27'],
        ['07a', '--period', '2026-Q2', '--agency', 'nowhere'],
        ['07a', '--period', '2026-Q5'],
      ].map((args) => cli('form', ...args).status);
      expect(refused).toEqual([1, 1, 1, 1]);
      expect(cli('form', '07d', '--period', '2026').status).toBe(2);
    },
    PATIENCE_MS,
  );

  it(
    'is given again by the log alone, row by row; what the read store has wrong is named',
    async () => {
      const recomputed = (form: string, ...args: readonly string[]) => {
        const { status, stdout } = cli('recompute', `form-${form}`, '--period', '2026-04', ...args, '--json');
        return { status, ...JSON.parse(stdout) };
      };
      for (const name of ['07a', '07b', '766']) {
        const { status, agrees, differing, total } = recomputed(name);
        expect([name, status, agrees, differing]).toEqual([name, 0, true, []]);
        expect(total).toEqual(form(name, '--period', '2026-04').total.counts);
      }
      const own = ['--agency', 'H27.118', '--month-begins', '1', '--as-of', '2026-04-20T00:00:00Z'];
      expect(recomputed('07a', ...own)).toMatchObject({ status: 0, agrees: true });
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      // Everything that was finished in the first days of April was never promised for a date.
      const { rowCount } = await client.query(
        `update read.outcome_versions set standing = (standing::jsonb || '{"current": null}')::json
         where standing -> 'ended' ->> 'at' between '2026-04-01' and '2026-04-08'`,
      );
      await client.end();
      expect(rowCount).toBeGreaterThan(0);
      const wrong = recomputed('07a');
      expect([wrong.status, wrong.agrees]).toEqual([1, false]);
      expect(wrong.differing).toEqual(
        expect.arrayContaining([expect.stringMatching(/^read store: /), expect.stringMatching(/^log: /)]),
      );
      expect(cli('recompute', 'form-07a', '--period', '2026-04').stdout).toContain('give another');
    },
    PATIENCE_MS,
  );
});
