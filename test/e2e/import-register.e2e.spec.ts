import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { registerMapping } from '#handling';
import { PACKAGE_ROOT } from '#installation';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';

const PATIENCE_MS = 120_000;
const DATA = join(PACKAGE_ROOT, 'libs/handling/data');
const ADR = 'docs/adr/0028-importing-an-older-register.md';
const MAPPING = join(DATA, 'municipal-receipt-log.mapping.json');
const text = readFileSync(join(DATA, 'municipal-receipt-log.csv'), 'utf8');
const rows = text
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));

describe('an older register by the command line', () => {
  let database: PreparedDatabase;
  let folder: string;
  const cli = (...args: readonly string[]) => cliInThread(args, { env: database.env });
  const events = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows: counted } = await client.query(
      "select type, count(*)::int from event_store.events where type ~ 'Imported$' group by type order by type",
    );
    await client.end();
    return Object.fromEntries(counted.map(({ type, count }) => [type, count]));
  };
  const register = (...more: readonly string[]) =>
    cli('import-register', join(folder, 'log.csv'), '--mapping', MAPPING, ...more);

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
    folder = mkdtempSync(join(tmpdir(), 'older-register-'));
    writeFileSync(join(folder, 'log.csv'), text);
  }, PATIENCE_MS);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it(
    'is tried without a trace, taken, and not taken twice; what is refused ends the command with 1',
    async () => {
      const dry = JSON.parse(register('--dry-run', '--json').stdout);
      expect(await events()).toEqual({});
      const { status, stdout } = register('--report', join(folder, 'report.json'));
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
      expect(dry).toEqual(report);
      expect([report.rows, report.cases]).toEqual([rows.length, new Set(rows.map(([, id]) => id)).size]);
      expect([status, stdout.split('\n').length > 10]).toEqual([1, true]);
      expect(stdout).toContain(`refused: ${report.refused.length}`);
      const { taken, refused } = report;
      const rowsRefused = refused.reduce((sum: number, one: { rows: readonly number[] }) => sum + one.rows.length, 0);
      const written = { DossierImported: taken, ActivityImported: rows.length - rowsRefused };
      expect(await events()).toEqual(written);
      expect(JSON.parse(register('--json').stdout)).toMatchObject({ known: taken, taken: 0, events: 0 });
      expect(await events()).toEqual(written);
    },
    PATIENCE_MS,
  );

  it(
    'gives figures that the log alone gives again, by the days of Vietnam',
    () => {
      const day = (instant = '') =>
        new Date(Date.parse(instant.replace(' ', 'T')) + 7 * 3_600_000).toISOString().slice(0, 10);
      const cases = new Map(rows.map((row) => [row[1], row]));
      const ended = [...cases.values()].filter(
        ([, , , , end = '', , , , start = '']) =>
          day(end || '2000-01-01T00:00Z').startsWith('2011') &&
          Date.parse(end.replace(' ', 'T')) >= Date.parse(start.replace(' ', 'T')),
      );
      const inTime = ended.filter(([, , , , end, promised]) => day(end) <= day(promised));
      const period = ['on-time-rate', '--period', '2011-01-01/2011-12-31', '--json'];
      const figure = cli('figure', ...period);
      expect(figure.stderr).toBe('');
      const { total, certificate } = JSON.parse(figure.stdout);
      expect(total.rates.strict).toEqual({ numerator: inTime.length, denominator: ended.length });
      const again = cli('recompute', ...period);
      expect([again.status, JSON.parse(again.stdout).digests.log]).toEqual([0, certificate.digest]);
    },
    PATIENCE_MS,
  );

  it('is mapped as the decision about it shows', () => {
    const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync(join(PACKAGE_ROOT, ADR), 'utf8')) ?? [];
    expect(registerMapping(JSON.parse(shown)).register).toBe('so-mot-cua-2019');
  });

  it.each([
    ['no JSON', 'register', 'no JSON'],
    ['a field that no mapping has', { ...JSON.parse(readFileSync(MAPPING, 'utf8')), more: 1 }, 'more: unknown field'],
    [
      'nothing said of the agency',
      mappingWith({ agency: undefined }),
      'columns.agency: neither a column nor a constant',
    ],
    ['a column that is not there', mappingWith({ startedAt: 'start' }), '"missing":["start"]'],
  ])(
    'with a mapping with %s takes nothing and says so',
    (_, mapping, said) => {
      const file = join(folder, 'mapping.json');
      writeFileSync(file, typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
      const { status, stderr } = cli('import-register', join(folder, 'log.csv'), '--mapping', file);
      expect([status, stderr.includes(said), stderr.includes('    at ')]).toEqual([1, true, false]);
    },
    PATIENCE_MS,
  );
});

function mappingWith(changes: object): object {
  const mapping = JSON.parse(readFileSync(MAPPING, 'utf8'));
  return { ...mapping, columns: { ...mapping.columns, ...changes } };
}
