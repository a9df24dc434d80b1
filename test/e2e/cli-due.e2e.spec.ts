import { spawnSync } from 'node:child_process';

const cli = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, ['build/run.js', 'cli', ...args], { input, encoding: 'utf8' });

describe('the due-date calculator of the command line', () => {
  beforeAll(() => {
    const built = spawnSync(process.execPath, ['build/run.js'], { encoding: 'utf8' });
    expect(built.stderr).not.toContain('error');
  }, 120_000);

  it('answers one question and explains the holiday', () => {
    const { stdout, status } = cli(['due', '--from', '2026-11-20T09:00', '--limit', '3 working-day']);
    expect(status).toBe(0);
    expect(stdout).toContain('2026-11-26T09:00:00+07:00'); // Friday 20/11 + Monday, Wednesday, Thursday
    expect(stdout).toContain('Ngày Văn hóa Việt Nam');
  });

  it('answers one line for each line, also for what it cannot count', () => {
    const lines = [
      { from: '2026-11-23T15:40', limit: { amount: 1, unit: 'same-day' } },
      { from: '2030-01-02T08:00', limit: { amount: 1, unit: 'working-day' } },
      { from: '2026-11-21T10:00', limit: { amount: 8, unit: 'hour' } },
    ];
    const { stdout } = cli(['due', '--stdin'], `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnonsense\n`);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ dueAt, error }) => dueAt ?? error)).toEqual([
      '2026-11-25T17:00:00+07:00', // from 15:00 on: the next working day; Tuesday 24/11 is a holiday
      'calendar-not-loaded',
      '2026-11-23T17:00:00+07:00', // Saturday: the count begins on Monday 07:00, 8 working hours end at 17:00
      'invalid-input',
    ]);
  });

  it('says what is missing, and ends with an error code', () => {
    expect(cli(['due']).status).not.toBe(0);
    expect(cli(['due', '--from', '2026-11-20T09:00', '--limit', '0 working-day']).status).toBe(1);
  });
});
