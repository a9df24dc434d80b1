import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runningOffice, type RunningOffice } from './running-office.js';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The commands of a section, as they stand there. */
function commandsOf(section: string): string {
  const [, text = ''] = README.split(`\n## ${section}\n`);
  const commands = /```sh\n([\s\S]*?)```/.exec(text)?.[1];
  if (commands === undefined) throw new Error(`the README has no commands under "${section}"`);
  return commands;
}

describe('the README', () => {
  let office: RunningOffice;
  let url: string;
  beforeAll(async () => {
    office = await runningOffice();
    url = await office.listen();
  }, 60_000);
  afterAll(() => office.stop());

  it('takes a newcomer from reception to the returned result, as written', async () => {
    const { stdout } = await promisify(execFile)('bash', ['-c', commandsOf('First dossier in five minutes')], {
      env: { ...process.env, U: url },
    });
    expect(stdout).not.toContain('"status":4');
    expect(stdout).not.toContain('"status":5');
    const [, code = ''] = /"code":"(H27\.118-261120-\d{4})"/.exec(stdout) ?? [];
    const { body } = await office.get(`/dossiers/${code}`);
    expect(body).toMatchObject({ status: 'returned', holder: 'H27.118', supplementRounds: 1 });
    const [timeline = '', register = ''] = stdout.trim().split('\n').slice(-2);
    expect(timeline).toContain('trả kết quả');
    expect(timeline).toContain('Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính');
    expect(register).toContain(code);
  }, 60_000);

  it.each([
    ['a Friday', '2026-11-20T02:00:00.000Z'],
    ['a Sunday night', '2026-11-22T16:30:00.000Z'],
    ['the first working day after Tết', '2027-02-12T00:10:00.000Z'],
  ])(
    'follows a dossier that goes late across two levels, as written, on %s',
    async (_, now) => {
      await office.elapse(now);
      const [before = ''] = commandsOf('First dossier in five minutes').split('\n# 1. ');
      const { stdout } = await promisify(execFile)(
        'bash',
        ['-c', before + commandsOf('A dossier that would go late')],
        {
          env: { ...process.env, U: url, NOW: String(Date.parse(now)), DATABASE_URL: office.database.url },
        },
      );
      expect(stdout).not.toContain('"status":4');
      expect(stdout).not.toContain('"status":5');
      expect(stdout).toMatch(/apology 1 +Gửi văn bản xin lỗi và đề nghị gia hạn +leader@H27[.]118 +đúng hạn/);
      expect(stdout).toMatch(/take-over 1 +Nhận hồ sơ chuyển đến +unit-head@H27[.]11 +quá hạn/);
      expect(stdout).toMatch(/result 2 +Có kết quả để trả đúng hẹn +unit-head@H27[.]118 +đang mở/);
      expect(stdout).toMatch(/trên đường chuyển: UBND Xã Đức Thọ → Sở Tư pháp +\d\d/);
      expect(stdout).toMatch(/bước assign +UBND Xã Đức Thọ +2 giờ/);
      const [, code = ''] = /"code":"(H27[.]118-\d{6}-\d{4})"/.exec(stdout) ?? [];
      const { dates } = (await office.get(`/dossiers/${code}`, 'truongbophan')).body;
      expect(dates.first).toBe(dates.lawful);
      expect(Date.parse(dates.current)).toBe(Date.parse(dates.lawful) + 7 * 86_400_000);
      const ledger = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      const sum = ledger.turns.reduce(
        (minutes: number, turn: { readonly minutes: number }) => minutes + turn.minutes,
        0,
      );
      expect([ledger.code, sum]).toEqual([code, ledger.elapsed]);
    },
    120_000,
  );

  it('hands in a paper and gets it back, as written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dung-hen-readme-'));
    const file = (name: string) => join(folder, name);
    const [before = ''] = commandsOf('First dossier in five minutes').split('\n# 1. ');
    const { stdout } = await promisify(execFile)('bash', ['-c', before + commandsOf('Papers')], {
      cwd: folder,
      env: { ...process.env, U: url },
    });
    expect(JSON.parse(stdout).papers).toMatchObject([
      { fileName: 'to-khai.pdf', size: readFileSync(file('to-khai.pdf')).length, scan: 'not-scanned' },
    ]);
    expect(readFileSync(file('to-khai-da-luu.pdf')).equals(readFileSync(file('to-khai.pdf')))).toBe(true);
    rmSync(folder, { recursive: true });
  }, 60_000);
});
