import { spawnSync } from 'node:child_process';
import { openEventStore } from '#event-store';
import type { EventStore, Meta, Recorded } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';
import { built, cliInThread } from './cli-in-thread.js';

describe("the operator's command line, on a database of its own", () => {
  let database: FreshDatabase;
  let store: EventStore;
  let received: Recorded;

  const env = () => ({ ...process.env, DATABASE_URL: database.url });
  const cli = (...args: readonly string[]) => cliInThread(args, { env: env() });
  /** As an operator starts it. */
  const byItself = (args: readonly string[], input = '') =>
    spawnSync(process.execPath, ['build/run.js', 'cli', ...args], { env: env(), encoding: 'utf8', input });
  const json = (...args: readonly string[]) => JSON.parse(cli(...args, '--json').stdout);
  const codeOf = ({ data }: Recorded) => ('code' in data ? String(data.code) : '');

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await freshDatabase();
    store = await openEventStore(database.url);
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('imports what ships, names what is broken or in doubt, and adds nothing the second time', () => {
    const { published, national, forAPerson } = json('import');
    expect(published).toEqual({ calendar: 1, agencies: 104, local: 81, national: 2_642, defaults: 321 });
    expect(national).toMatchObject({ records: 2_642, taken: 2_642, broken: [] });
    expect(national.classes['limit-missing']).toHaveLength(483);
    expect(national.classes['limit-contradictory']).toHaveLength(22);
    expect(national.classes['several-cases']).toHaveLength(68);
    expect(forAPerson).toHaveLength(2_642 - 321 - 38); // 38 of the province's forty stand in the national database
    expect(json('import').published).toEqual({ calendar: 0, agencies: 0, local: 0, national: 0, defaults: 0 });
  }, 60_000);

  it('simulates an office, and shows one of its dossiers straight from the log', async () => {
    const report = json('simulate', '--dossiers', '25', '--seed', '3');
    expect(report.dossiers).toBe(25);
    expect(report.events.DossierReceived).toBeGreaterThan(0);
    for await (const { events } of store.subscribe({ prefixes: ['dossier-'] })) {
      received = events.find(({ type }) => type === 'DossierReceived') ?? received;
      if (received !== undefined) break;
    }
    const { stdout, status } = cli('dossier', codeOf(received));
    expect(status).toBe(0);
    expect(stdout).toContain('Hạn theo luật');
    expect(stdout).toContain('tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01)');
    expect(json('dossier', codeOf(received)).events.length).toBeGreaterThan(0);
  }, 60_000);

  it('rebuilds a read model, lists what it could not follow, and keeps it when its cause stands', async () => {
    const { events } = json('rebuild', 'register');
    expect(json('quarantine', 'list')).toEqual([]);
    const last: number[] = [];
    for await (const { revision } of store.read(received.stream)) last.push(revision);
    const alien = { id: '00000000-0000-4000-8000-00000000abcd', type: 'DossierTeleported', v: 1, data: {} };
    await store.append(received.stream, last.length - 1, [{ ...alien, meta: received.meta }]);
    expect(json('rebuild', 'register').events).toBe(events + 1);
    expect(json('quarantine', 'list', 'register')).toMatchObject([
      { projection: 'register', stream: received.stream, revision: last.length, type: 'DossierTeleported' },
    ]);
    const release = cli('quarantine', 'release', 'register', received.stream);
    expect([release.status, release.stderr.includes('DossierTeleported')]).toEqual([1, true]);
    const dossier = cli('dossier', codeOf(received));
    expect([dossier.status, dossier.stderr.includes('dossier-corrupt')]).toEqual([1, true]);
  }, 60_000);

  it('finds numbers whose dossier never came, and voids them', async () => {
    const meta: Meta = { ...received.meta, recordedAt: '2026-11-20T02:00:00.000Z', commandId: received.id };
    const data = { dossierId: '00000000-0000-4000-8000-000000000001', commandId: meta.commandId };
    const number = { id: '00000000-0000-4000-8000-00000000abce', type: 'NumberTaken', v: 1, data, meta };
    await store.append('numbering-H27.118-261120', 'none', [number]);
    const of = ['numbers', '--agency', 'H27.118', '--day', '2026-11-20'];
    expect(json(...of)).toEqual([{ code: 'H27.118-261120-0001', fate: 'never-came' }]);
    expect(json(...of, '--void')).toEqual([{ code: 'H27.118-261120-0001', fate: 'voided' }]);
    expect(cli(...of).stdout).toContain('1 numbers taken, 0 whose dossier never came');
  }, 60_000);

  it('creates an account once, with a password from standard input that is long enough', () => {
    const account = (name: string, password: string) => {
      const args = ['account', 'create', name, '--role', 'reception-officer', '--agency', 'H27.118.1'];
      return byItself(args, password);
    };
    expect(account('hoa', 'một mật khẩu dài\n').stdout).toContain('account hoa created');
    expect(account('hoa', 'một mật khẩu khác\n')).toMatchObject({ status: 1, stdout: '' });
    expect(account('lan', 'ngắn').stderr).toContain('(password-not-allowed) {"shortest":12,"longest":200}');
  }, 60_000);

  it.each([
    [0, ['figure', 'online-share', '--period', '2026'], 'mã băm'],
    [0, ['form', '07b', '--period', '2026'], ''],
    [0, ['flows', '--from', '2026-01-01', '--to', '2026-12-31'], 'Đã biết đến vị trí 0'],
    [0, ['recompute', 'online-share', '--period', '2026'], 'of the log give the same figure'],
    [1, ['dossier', 'H27.118-261120-9999'], 'Không tìm thấy hồ sơ. (unknown-dossier'],
    [2, ['unheard-of'], 'unknown command'],
  ])('ends with %i in a process of its own, and says so, for %j', (code, args, text) => {
    const { status, stdout, stderr } = byItself(args);
    expect(`${stdout}${stderr}`).toContain(text);
    expect(status).toBe(code);
  });

  it.each([
    [1, ['dossier', 'H27.118-261120-9999'], 'Không tìm thấy hồ sơ. (unknown-dossier'],
    [1, ['dossier', 'nonsense'], '(invalid-input, ND118-2025/28.2)'],
    [2, ['rebuild', 'nothing'], 'no read model is called nothing'],
    [2, ['quarantine', 'release', 'nothing', 'dossier-1'], 'no read model is called nothing'],
    [2, ['numbers', '--agency', 'H27.118', '--day', '2026-02-30'], '--day is a day'],
    [2, ['simulate', '--dossiers', '0', '--seed', '1'], 'a whole number from 1'],
    [2, ['simulate', '--dossiers', '1', '--seed', '1', '--to', '2999-12-31'], '--to must be a day that is over'],
    [1, ['import', '--calendar', 'no-such-file.json'], 'ENOENT'],
    [2, ['account', 'create', 'hoa', '--role', 'king'], 'Allowed choices are reception-officer'],
    [2, ['unheard-of'], 'unknown command'],
    [2, ['dossier'], "missing required argument 'code'"],
  ])('ends with %i and says what is wrong with %j', (code, args, text) => {
    const { status, stderr } = cli(...args);
    expect(stderr).toContain(text);
    expect([status, stderr.includes('    at ')]).toEqual([code, false]);
  });
});
