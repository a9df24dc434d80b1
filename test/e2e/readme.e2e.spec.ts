import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pdf } from '#testing';
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

  it('hands in a paper and gets it back, as written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dung-hen-readme-'));
    const file = (name: string) => join(folder, name);
    writeFileSync(file('to-khai.pdf'), pdf(50_000));
    const [before = ''] = commandsOf('First dossier in five minutes').split('\n# 1. ');
    const { stdout } = await promisify(execFile)('bash', ['-c', before + commandsOf('Papers')], {
      cwd: folder,
      env: { ...process.env, U: url },
    });
    expect(JSON.parse(stdout).papers).toMatchObject([{ fileName: 'to-khai.pdf', size: 50_000, scan: 'not-scanned' }]);
    expect(readFileSync(file('to-khai-da-luu.pdf')).equals(pdf(50_000))).toBe(true);
    rmSync(folder, { recursive: true });
  }, 60_000);
});
