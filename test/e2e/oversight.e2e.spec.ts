import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';

const PATIENCE_MS = 120_000;

describe('oversight by the command line', () => {
  let database: PreparedDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-oversight-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const cli = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['build/run.js', 'cli', ...args], {
      env: { ...process.env, ...database.env },
      encoding: 'utf8',
    });
  /** The data of every event of a kind of streams, in the order of the log. */
  const written = async (prefix: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select data from event_store.events where starts_with(stream, $1) order by position`,
      [prefix],
    );
    await client.end();
    return rows.map(({ data }) => data);
  };

  beforeAll(async () => {
    expect(spawnSync(process.execPath, ['build/run.js'], { encoding: 'utf8' }).status).toBe(0);
    database = await preparedDatabase(DEMO_PASSWORD);
  }, PATIENCE_MS);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  describe('a list of another register', () => {
    const listed = (path: string, ...more: readonly string[]) =>
      cli('import-list', path, '--column', 'Mã', '--source', 'sổ cũ', '--date', '2026-10-31', ...more);
    const LIST = '\ufeffMã,Tên\nA-1,"một, hai"\n,\n=1+1,"=HYPERLINK(""x"")"\nA-1,\n A-2 ,\n';

    it(
      'is taken once, told of row by row; what looks like a formula is text',
      async () => {
        const path = file('list.csv', LIST);
        const [first, again] = [listed(path, '--json'), listed(path)];
        const digest = createHash('sha256').update(LIST).digest('hex');
        expect(JSON.parse(first.stdout)).toMatchObject({
          ...{ source: 'sổ cũ', listedOn: '2026-10-31', version: 1, events: 1, digest, rows: 5, codes: 3 },
          ...{ empty: [3], doubled: [{ code: 'A-1', row: 5, first: 2 }] },
        });
        expect(again.stdout).toBe(
          'sổ cũ of 2026-10-31, version 1: 3 codes in 5 rows, known already\n' +
            'rows without a code: 1 (3)\nlisted before: 1 (A-1 in row 5, first 2)\n',
        );
        expect(await written('external-list-')).toMatchObject([{ codes: ['A-1', '=1+1', 'A-2'], digest, version: 1 }]);
        const { stdout } = cli('import-list', path, '--column', 'Tên', '--source', 'sổ cũ', '--date', '2026-10-31');
        expect(stdout).toContain('version 2: 2 codes');
        expect((await written('external-list-')).at(-1)).toMatchObject({ codes: ['một, hai', '=HYPERLINK("x")'] });
      },
      PATIENCE_MS,
    );

    it.each([
      ['no such column', 'Tên\nA\n'],
      ['not UTF-8', Buffer.from([0x4d, 0xc3, 0xa3, 0x0a, 0xff, 0x0a])],
      ['3 cells under 1 columns', 'Mã\nA\nB,C,D\n'],
      ['not a code: A\\u0007', 'Mã\nA-1\nA\u0007\n'],
      ['no code', 'Mã\n\n'],
      ['empty', ''],
    ])(
      'is refused whole, and nothing is written: %s',
      async (why, content) => {
        const before = await written('external-list-');
        const { status, stderr } = listed(file('bad.csv', content));
        expect([status, stderr]).toEqual([1, expect.stringContaining('(invalid-input)')]);
        expect(stderr).toContain(why);
        expect(await written('external-list-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('inspections', () => {
    const HELD = {
      ...{ inspectionId: '6f1c2f0e-6d3a-4c63-9a52-0d8a3c0b7f11', inspectedBy: 'H27', agency: 'H27.118' },
      ...{ from: '2026-10-05', to: '2026-10-07', method: 'replay', decision: '12/QĐ-TTr' },
      ...{ dossiers: ['H27.118-261005-0001'], outcome: 'violations-found' },
    };
    const record = (change: object) =>
      cli('inspection', 'record', '--file', file('f.json', JSON.stringify({ ...HELD, ...change })));

    it(
      'are recorded once, and listed',
      async () => {
        expect(record({}).stdout).toBe(`${HELD.inspectionId}: recorded\n`);
        expect(record({}).stdout).toBe(`${HELD.inspectionId}: known already\n`);
        expect(JSON.parse(cli('inspection', 'list', '--json').stdout)).toEqual([HELD]);
        expect(cli('inspection', 'list').stdout).toBe(
          '2026-10-05 – 2026-10-07  H27.118 by H27  12/QĐ-TTr  replay, 1 dossiers: violations-found\n',
        );
        expect(record({ outcome: 'no-violation' }).stderr).toContain('inspection-recorded-otherwise');
        expect(await written('inspection-')).toEqual([HELD]);
      },
      PATIENCE_MS,
    );

    const another = { inspectionId: '6f1c2f0e-6d3a-4c63-9a52-0d8a3c0b7f12' };
    it.each([
      ['outcome: no-violation | violations-found expected', { ...another, outcome: 'fine' }],
      ['by: unknown field', { ...another, by: 'somebody' }],
      ['unknown-agency', { ...another, agency: 'X99' }],
      ['inspectionId is a UUID', { inspectionId: 'a\u0000' }],
    ])(
      'are refused, and nothing is written: %s',
      async (why, change) => {
        const before = await written('inspection-');
        const { status, stderr } = record(change);
        expect([status, stderr]).toEqual([1, expect.stringContaining(why)]);
        expect(await written('inspection-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('goals of provinces', () => {
    const SHIPPED_GOALS = 'libs/oversight/data/targets.demo.json';
    const shipped: { readonly targets: readonly { readonly province: string }[] } = JSON.parse(
      readFileSync(SHIPPED_GOALS, 'utf8'),
    );

    it(
      'are set once, and listed',
      async () => {
        const [first, again] = [1, 2].map(() => cli('targets', 'set', '--file', SHIPPED_GOALS).stdout);
        expect(first).toContain('lai-chau from 2015-01-01: set\n');
        expect(again).toContain('lai-chau from 2015-01-01: known already\n');
        expect(JSON.parse(cli('targets', 'list', '--json').stdout)).toEqual(
          shipped.targets.map((set) => ({ ...set, version: 1 })),
        );
        expect(cli('targets', 'list').stdout).toContain('Lai Châu (lai-chau), version 1 from 2015-01-01\n');
      },
      PATIENCE_MS,
    );

    it.each([
      ['a province twice', (sets: readonly object[]) => [...sets, ...sets]],
      [
        'targets[0].validFrom: text expected',
        ([set, ...rest]: readonly object[]) => [{ ...set, validFrom: 2026 }, ...rest],
      ],
      [
        'not a day',
        ([set, ...rest]: readonly object[]) => [
          { ...set, validFrom: '2026-01-01' },
          ...rest.map((one) => ({ ...one, validFrom: '2026-02-30' })),
        ],
      ],
    ])(
      'are refused as a file, and nothing is written: %s',
      async (why, broken) => {
        const before = await written('targets-');
        const path = file('goals.json', JSON.stringify({ targets: broken(shipped.targets) }));
        const { status, stderr } = cli('targets', 'set', '--file', path);
        expect([status, stderr]).toEqual([1, expect.stringContaining(why)]);
        expect(await written('targets-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  it(
    'stands in the log as everything else does: chained, and covered once sealed',
    () => {
      expect(cli('seal').status).toBe(0);
      const { status, stdout } = cli('verify');
      expect([status, stdout]).toEqual([0, expect.any(String)]);
    },
    PATIENCE_MS,
  );
});
