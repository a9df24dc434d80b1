import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '#testing';
import { built, cliInThread } from './cli-in-thread.js';

const PASSWORD = 'một mật khẩu dài';

describe('the command that erases an applicant', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let ended: { readonly code: string; readonly agency: string; readonly key: string };
  let running: string;
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-erase-'));

  const run = (args: readonly string[], { input = '', retention = '1' } = {}) =>
    cliInThread(args, { env: { DATABASE_URL: database.url, DATA_DIR: folder, RETENTION_DAYS: retention }, input });
  const erase = (code: string, lines: readonly string[]) => {
    const { status, stdout, stderr } = run(['erase', code, '--legal-basis', 'Đơn số 5'], { input: lines.join('\n') });
    return { status, said: stdout + stderr };
  };
  const leader = `ld ${PASSWORD}`;
  const clerk = `vt ${PASSWORD}`;

  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
    for (const [option, file] of [
      ['--calendar', 'calendar.vn.json'],
      ['--agencies', 'agencies.demo.json'],
      ['--local', 'procedures.demo.json'],
    ] as const)
      expect(run(['import', option, `libs/catalogue/data/${file}`]).status).toBe(0);
    const simulated = run([
      'simulate',
      '--dossiers',
      '60',
      '--seed',
      '5',
      '--from',
      '2026-01-05',
      '--to',
      '2026-01-23',
    ]);
    expect([simulated.status, simulated.stderr]).toEqual([0, expect.any(String)]);
    const endedBy = `select stream from event_store.events where type in (
      'ResultReturned', 'DossierWithdrawn', 'DossierStopped', 'DossierClosedUnsupplemented')`;
    const { rows } = await pool.query<typeof ended & { readonly ended: boolean }>(
      `select data->>'code' as code, data->>'decidingAgency' as agency, meta->'sealed'->>'key' as key,
         stream in (${endedBy}) as ended
       from event_store.events where type = 'DossierReceived' order by position`,
    );
    const first = rows.find((row) => row.ended);
    if (first === undefined) throw new Error('no simulated dossier has ended');
    ended = first;
    running = rows.find((row) => !row.ended)?.code ?? '';
    for (const [name, role, agency] of [
      ['ld', 'leader', ended.agency],
      ['vt', 'clerk', ended.agency],
      ['tn', 'case-officer', ended.agency],
      ['moi', 'clerk', ended.agency],
    ] as const)
      expect(run(['account', 'create', name, '--role', role, '--agency', agency], { input: PASSWORD }).status).toBe(0);
    // All but one have changed the password that they were given.
    await pool.query(`update vault.accounts set must_change = false where name <> 'moi'`);
  }, 120_000);
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const wrapped = async () => {
    const { rows } = await pool.query<{ wrapped: Buffer | null }>('select wrapped from vault.keys where id = $1', [
      ended.key,
    ]);
    return rows[0]?.wrapped ?? null;
  };

  it('says beforehand whether it could be done and from when, asks for nobody then, and changes nothing', async () => {
    const check = (retention: string) => {
      const { status, stdout } = run(['erase', ended.code, '--check', '--json'], { retention });
      return { status, ...JSON.parse(stdout) };
    };
    const now = check('1');
    expect(now).toMatchObject({ status: 0, code: ended.code, possible: true, erased: false });
    const later = check('36525');
    expect(later).toMatchObject({ status: 1, possible: false, ended: now.ended });
    expect(Date.parse(later.keptUntil) - Date.parse(now.ended)).toBe(36_525 * 86_400_000);
    expect(run(['erase', running, '--check']).stderr).toContain('not-in-state');
    expect(await wrapped()).not.toBeNull();
  }, 60_000);

  it.each<[string, readonly string[], RegExp]>([
    ['nobody', [], /two-persons-needed/],
    ['one person', [leader], /two-persons-needed/],
    ['the same person twice', [leader, leader], /two-persons-needed/],
    ['a wrong password', [leader, 'vt sai mật khẩu'], /not-authenticated/],
    ['an account that is none', [leader, `khong-co ${PASSWORD}`], /not-authenticated/],
    ['a password that is still to be changed', [leader, `moi ${PASSWORD}`], /password-change-needed/],
    ['a token that nobody issued', [leader, 'dhs_'.padEnd(47, 'x')], /not-authenticated/],
    ['a wrong role', [leader, `tn ${PASSWORD}`], /not-allowed/],
    ['half a line', ['ld'], /invalid-input/],
    ['a text without end', ['x'.repeat(5_000)], /too-large/],
  ])(
    'is refused to %s, and nothing is erased',
    async (_what, lines, why) => {
      const { status, said } = erase(ended.code, lines);
      expect([status, said]).toEqual([1, expect.stringMatching(why)]);
      expect(said).not.toContain(PASSWORD);
      expect(await wrapped()).not.toBeNull();
    },
    60_000,
  );

  it('is refused for a dossier that is not there, while it is kept, and without a legal basis', () => {
    expect(erase('H27.118-260105-9999', [leader, clerk]).said).toContain('unknown-dossier');
    const input = `${leader}\n${clerk}`;
    expect(run(['erase', ended.code, '--legal-basis', 'Đơn'], { input, retention: '36525' }).stderr).toContain(
      'still-kept',
    );
    expect(run(['erase', ended.code], { input }).status).toBe(2);
    for (const retention of ['0', '36526', 'ten years'])
      expect(run(['erase', ended.code, '--check'], { retention }).stderr).toContain('RETENTION_DAYS must be');
  }, 60_000);

  it('erases by two persons, answers the second time as done, and every proof holds', async () => {
    const [reception] = JSON.parse(run(['dossier', ended.code, '--json', '--reason', 'Đối chiếu']).stdout).events;
    expect(run(['seal']).status).toBe(0);
    expect(erase(ended.code, [leader, clerk])).toEqual({ status: 0, said: `${ended.code}: the applicant is erased\n` });
    expect(await wrapped()).toBeNull();
    expect(erase(ended.code, [leader, clerk]).status).toBe(0);
    const again = run(['erase', ended.code, '--check']);
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining('erased already')]);
    const { stdout } = run(['dossier', ended.code, '--json']);
    expect(stdout).not.toContain(reception.data.applicant.name);
    expect(stdout).toContain('(đã xóa)');
    expect(run(['verify']).status).toBe(0);
    expect(run(['export-bundle', ended.code]).stdout).toContain('ApplicantErased');
  }, 60_000);

  it('leaves in the journal what was read and tried at the machine, by whom and why', () => {
    const { stdout } = run(['readings', '--dossier', ended.code, '--json', '--limit', '100']);
    const readings: readonly Record<string, unknown>[] = JSON.parse(stdout).readings;
    const seen = (door: string) => readings.filter((entry) => entry['door'] === door && entry['outcome'] === 'seen');
    expect(seen('dossier').map(({ reason }) => reason)).toEqual([null, 'Đối chiếu']);
    expect(seen('dossier')[0]?.['account']).toMatch(/^operator:/);
    for (const door of ['export-bundle', 'erase', 'erase --check'])
      expect([door, seen(door).length > 0]).toEqual([door, true]);
    const refused = readings.filter((entry) => entry['door'] === 'erase' && entry['outcome'] !== 'seen');
    expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(
      new Set([
        ...['two-persons-needed', 'not-authenticated', 'password-change-needed', 'not-allowed', 'invalid-input'],
        'still-kept',
      ]),
    );
    expect(refused.find(({ what }) => what === 'log-in')).toMatchObject({ account: null });
    expect(refused.filter(({ what, account }) => what === 'log-in' && account === 'vt')).toHaveLength(1);
    const listing = run(['readings', '--outcome', 'seen', '--limit', '1', '--json']);
    expect(JSON.parse(listing.stdout).readings).toMatchObject([
      { what: 'list-readings', door: 'readings', filters: ['dossier'] },
    ]);
  }, 60_000);
});
