import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { built, cliInThread } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';
import { runningOffice, type RunningOffice } from './running-office.js';

const PATIENCE_MS = 120_000;
const HELD = JSON.parse(readFileSync('libs/oversight/data/inspection.demo.json', 'utf8'));

describe('oversight by the command line', () => {
  let database: PreparedDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-oversight-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const told = (input: string, ...args: readonly string[]) => cliInThread(args, { env: database.env, input });
  const cli = (...args: readonly string[]) => told('', ...args);
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
    expect(built()).toBe(true);
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

    it(
      'is refused whole, and nothing is written',
      async () => {
        const before = await written('external-list-');
        const { status, stderr } = listed(file('bad.csv', 'Mã\nA-1\nA\u0007\n'));
        expect([status, stderr]).toEqual([1, expect.stringContaining('not a code: A\\u0007')]);
        expect(await written('external-list-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('inspections', () => {
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

    it(
      'are refused, and nothing is written, where an agency is unknown',
      async () => {
        const before = await written('inspection-');
        const { status, stderr } = record({ inspectionId: randomUUID(), agency: 'X99' });
        expect([status, stderr]).toEqual([1, expect.stringContaining('unknown-agency')]);
        expect(await written('inspection-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('goals of provinces', () => {
    const SHIPPED_GOALS = 'libs/oversight/data/targets.demo.json';
    const shipped: { readonly targets: readonly { readonly province: string; readonly goals: readonly object[] }[] } =
      JSON.parse(readFileSync(SHIPPED_GOALS, 'utf8'));

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

    it(
      'are refused as a file, and nothing is written',
      async () => {
        const before = await written('targets-');
        const path = file('goals.json', JSON.stringify({ targets: [...shipped.targets, ...shipped.targets] }));
        const { status, stderr } = cli('targets', 'set', '--file', path);
        expect([status, stderr]).toEqual([1, expect.stringContaining('a province twice')]);
        const misnamed = shipped.targets.map((target) => ({
          ...target,
          goals: target.goals.map((goal) => ({ ...goal, figure: 'on-time' })),
        }));
        const wrong = cli('targets', 'set', '--file', file('misnamed.json', JSON.stringify({ targets: misnamed })));
        expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('"known":["on-time-rate"')]);
        expect(await written('targets-')).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('closed periods', () => {
    const MARCH = ['--period', '2026-03'];
    const signed = (account: string, act: string, ...args: readonly string[]) =>
      told(`${account} ${DEMO_PASSWORD}\n`, 'period', act, ...MARCH, ...args);
    const shown = () => JSON.parse(cli('period', 'show', '--agency', 'H27.118', ...MARCH, '--json').stdout);

    it(
      'are signed once, by a leader who proves who they are, and by nobody else',
      async () => {
        expect(signed('thuly', 'close').stderr).toContain('not-allowed');
        expect(told('lanhdao wrong-password\n', 'period', 'close', ...MARCH).stderr).toContain('not-authenticated');
        expect(told('', 'period', 'close', ...MARCH).status).toBe(1);
        expect(signed('lanhdao', 'restate', '--reason', 'Nhập muộn').stderr).toContain('period-not-closed');
        expect(await written('period-')).toEqual([]);
        const { status, stdout } = signed('lanhdao', 'close', '--json');
        const { closed, restatements } = JSON.parse(stdout);
        expect([status, restatements]).toEqual([0, []]);
        expect(closed).toMatchObject({ agency: 'H27.118', from: '2026-03-01', to: '2026-03-31' });
        expect(await written('period-')).toEqual([closed]);
        expect(signed('lanhdao', 'close').stderr).toContain('period-already-closed');
        expect(shown()).toMatchObject({ closed, restatements: [], differs: false });
      },
      PATIENCE_MS,
    );

    it(
      'are restated with a reason where the log says otherwise, beside what was signed',
      async () => {
        const [signedThen] = await written('period-');
        const window = ['--from', '2026-03-02', '--to', '2026-03-31'];
        expect(cli('simulate', '--dossiers', '40', '--seed', '7', ...window).status).toBe(0);
        const { closed, now, differs } = shown();
        expect([closed, differs]).toEqual([signedThen, true]);
        const text = cli('period', 'show', '--agency', 'H27.118', ...MARCH).stdout;
        expect(text).toMatch(
          /\(on-time-rate\), định nghĩa phiên bản \d: 0 hồ sơ, mã băm [0-9a-f]{64}\n {4}[^\n]*: không có hồ sơ\n/,
        );
        expect(text).toMatch(
          /\(flows\), [^\n]*: 0 lượt chuyển, mã băm [0-9a-f]{64}\n {4}đã chuyển 0; đã nhận 0; [^\n]*quá hạn 0\n/,
        );
        expect(text).toMatch(/Nay nhật ký cho số khác:\n {2}Tỷ lệ[^\n]* 0 → \d/);
        const ofAgency = ['--agency', 'H27.118', ...MARCH];
        const figured = () => cli('figure', 'on-time-rate', ...ofAgency).stdout;
        expect(figured()).toContain(`H27.118 đã khóa sổ kỳ này: biết đến vị trí ${signedThen.asOf}`);
        expect(figured()).toMatch(/Số trên khác số đã ký: .* 0 → \d/);
        expect(cli('figure', 'on-time-rate', ...MARCH).stdout).not.toContain('khóa sổ');
        const days = ['--agency', 'H27.118', '--period', '2026-03-01/2026-03-31'];
        expect(cli('form', '07a', ...days).stdout).toMatch(/Số trên khác số đã ký: cột \(3\) 0 → \d/);
        expect(cli('goals', ...ofAgency).stdout).toMatch(/Đã ký\n[^\n]*không có hồ sơ, nay khác\n/);
        const { restatements } = JSON.parse(signed('lanhdao', 'restate', '--reason', 'Nhập muộn', '--json').stdout);
        expect(restatements).toEqual([{ ...now, reason: 'Nhập muộn', asOf: restatements[0].asOf }]);
        expect(await written('period-')).toEqual([signedThen, restatements[0]]);
        expect(shown().differs).toBe(false);
        const goals = JSON.parse(cli('goals', ...ofAgency, '--json').stdout);
        expect(goals[0]).toMatchObject({
          ...{ goal: { figure: 'on-time-rate' }, reached: { numerator: 0, denominator: 1 } },
          signed: { agency: 'H27.118', said: { rate: null }, compared: 'as-signed' },
        });
        expect(goals[0].signed.restated).toMatchObject({ said: { rate: goals[0].reached }, reason: 'Nhập muộn' });
        expect(cli('goals', ...ofAgency).stdout).toMatch(/Đã ký\n[^\n]*không có hồ sơ → 0\/1 \(0,00 %\)\n/);
        expect(cli('goals', ...MARCH).stdout).not.toContain('Đã ký');
        expect(figured()).toMatch(
          /Điều chỉnh, biết đến vị trí .*, lý do: Nhập muộn: .*\nSố trên như lần điều chỉnh gần nhất\.\n/,
        );
        const digestOf = (name: string) =>
          restatements[0].figures.find(({ figure }: { figure: string }) => figure === name).digest;
        const again = JSON.parse(cli('recompute', 'on-time-rate', ...ofAgency, '--json').stdout);
        expect(again).toMatchObject({ agrees: true, digests: { log: digestOf('on-time-rate') } });
        const mandate = ['--agency', 'H27.118', '--subtrees'];
        const end = ['--at', restatements[0].evaluatedAt];
        const flows = JSON.parse(
          cli('flows', '--from', '2026-03-01', '--to', '2026-03-31', ...mandate, ...end, '--json').stdout,
        );
        expect(flows.signed).toMatchObject({
          agency: 'H27.118',
          compared: 'as-signed',
        });
        const flowsAgain = JSON.parse(cli('recompute', 'flows', ...MARCH, ...mandate, ...end, '--json').stdout);
        expect(flowsAgain).toMatchObject({ agrees: true, digests: { log: digestOf('flows') } });
        expect(cli('flows', '--from', '2026-03-01', '--to', '2026-03-31', '--subtrees').stderr).toContain(
          'invalid-input',
        );
        expect(signed('lanhdao', 'restate', '--reason', 'Lần nữa').stdout).toContain('không ghi gì thêm');
        expect(await written('period-')).toHaveLength(2);
        expect(JSON.parse(cli('period', 'list', '--json').stdout)).toEqual([{ closed: signedThen, restatements }]);
        expect(cli('period', 'list').stdout).toBe(
          `H27.118  2026-03-01 – 2026-03-31: đã khóa sổ, biết đến vị trí ${signedThen.asOf}, điều chỉnh 1 lần\n`,
        );
      },
      PATIENCE_MS,
    );

    it(
      'are asked for by an agency and a period that there are',
      () => {
        const refused = (...args: readonly string[]) => cli('period', 'show', ...args).stderr;
        expect(refused('--agency', 'X99', ...MARCH)).toContain('unknown-agency');
        expect(refused('--agency', 'H27', ...MARCH)).toContain('period-not-closed');
        expect(refused('--agency', 'H27.118', '--period', '2026-13')).toContain('invalid-input');
        expect(cli('period', 'close', '--help').stdout).toContain('--period <days>');
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

describe('inspections over HTTP', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
    const account = { name: 'thanhtraxa', role: 'inspector', agency: 'H27.118' } as const;
    await office.installation.accounts.create(account, DEMO_PASSWORD);
  }, PATIENCE_MS);
  afterAll(() => office.stop());

  const post = (change: object, account = 'thanhtra') =>
    office.post('/inspections', { ...HELD, ...change }, { account });
  const idsFor = async (account: string, query = '') => {
    const { body } = await office.get(`/inspections${query}`, account);
    return [body.inspections.map(({ inspectionId }: typeof HELD) => inspectionId), body.next];
  };

  it('are recorded once by an inspector, in their name', async () => {
    const [first, again] = [await post({}), await post({})];
    expect([first.status, first.body]).toEqual([201, { inspectionId: HELD.inspectionId, isNew: true }]);
    expect(again.body).toEqual({ inspectionId: HELD.inspectionId, isNew: false });
    expect((await office.get('/inspections', 'thanhtra')).body).toEqual({ inspections: [HELD], next: null });
    const [{ actor }] = await office.sql(
      `select meta -> 'actor' as actor from event_store.events where type = 'InspectionRecorded'`,
    );
    expect(actor).toMatchObject({ role: 'inspector', agency: null });
  });

  it.each([
    ['another of the same id', { decision: '13/QĐ-TTr' }, 'thanhtra', 409, 'inspection-recorded-otherwise'],
    ['an id that is none', { inspectionId: 'a' }, 'thanhtra', 422, 'invalid-input'],
    ['an unknown field', { findings: 'Ông A' }, 'thanhtra', 422, 'invalid-input'],
    ['an unknown agency', { inspectionId: randomUUID(), agency: 'X99' }, 'thanhtra', 422, 'unknown-agency'],
    [
      'what is still to come',
      { inspectionId: randomUUID(), to: '2026-11-21' },
      'thanhtra',
      422,
      'future-effective-time',
    ],
    ['an agency beyond the mandate', { inspectedBy: 'H27.118', agency: 'H27.119' }, 'thanhtraxa', 403, 'not-allowed'],
    ['the name of another inspectorate', { inspectedBy: 'H27' }, 'thanhtraxa', 403, 'not-allowed'],
    ['any other role', {}, 'lanhdao', 403, 'not-allowed'],
  ])('refuse %s', async (_what, change, account, status, code) => {
    const before = await office.logged();
    const { status: answered, body } = await post(change, account);
    expect([answered, body.code]).toEqual([status, code]);
    expect(await office.logged()).toBe(before);
  });

  it('are listed page by page, the last first, to each within their mandate', async () => {
    const [own, other] = [randomUUID(), randomUUID()];
    const mine = { inspectionId: own, inspectedBy: 'H27.118', agency: 'H27.118.1' };
    expect((await post(mine, 'thanhtraxa')).status).toBe(201);
    expect((await post({ inspectionId: other, agency: 'H27.119' })).status).toBe(201);
    expect(await idsFor('thanhtra')).toEqual([[other, own, HELD.inspectionId], null]);
    expect(await idsFor('thanhtraxa')).toEqual([[own, HELD.inspectionId], null]);
    expect(await idsFor('thanhtra', '?limit=2')).toEqual([[other, own], own]);
    expect(await idsFor('thanhtra', `?limit=2&after=${own}`)).toEqual([[HELD.inspectionId], null]);
    expect((await office.get('/inspections', 'lanhdao')).status).toBe(403);
  });
});
