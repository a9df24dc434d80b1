import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, cliInThread } from '../e2e/cli-in-thread.js';
import { provinceOfJune2025, type ProvinceOfJune2025 } from './districts.js';

const PATIENCE_MS = 60_000;

describe('a reorganisation by the command line', () => {
  let province: ProvinceOfJune2025;
  let folder: string;

  const cli = (...args: readonly string[]) => cliInThread(args, { env: { DATABASE_URL: province.database.url } });
  const json = (...args: readonly string[]) => JSON.parse(cli(...args, '--json').stdout);
  const basis = ['--legal-basis', 'Nghị quyết 1665/NQ-UBTVQH15'];

  beforeAll(async () => {
    expect(built()).toBe(true);
    province = await provinceOfJune2025();
    await province.leaveRegister();
    await province.ofEveryKind('H27.31');
    folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  }, 120_000);
  afterAll(async () => {
    await province.stop();
    rmSync(folder, { recursive: true });
  });

  it(
    'publishes the end of an agency once, and says who stands for it now',
    () => {
      const end = ['agency', 'end', 'H27.20', '--on', '2026-06-30', '--successor', 'H27.11'];
      expect(cli(...end).stdout).toBe('H27.20 ends after 2026-06-30, succeeded by H27.11\n');
      expect(cli(...end).stdout).toBe('H27.20: nothing new\n');
      expect(json('agency', 'now', 'H27.20')).toEqual([{ code: 'H27.11', name: 'Sở Tư pháp' }]);
      expect(json('agency', 'now', 'H27.20', '--on', '2026-06-30')).toMatchObject([{ code: 'H27.20' }]);
      expect(json('agency', 'now', 'H27.31')).toMatchObject([
        ...[{ code: 'H27.111' }, { code: 'H27.112' }, { code: 'H27.113' }],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'says what would happen, leaves what no rule names, hands the rest over, and finds nothing the second time',
    () => {
      const check = cli('reorganise', 'H27.31', ...basis, '--to', 'H27.112', '--check');
      expect([check.status, check.stdout]).toEqual([0, expect.stringContaining('would go to H27.112: 9')]);
      const unruled = cli('reorganise', 'H27.31', ...basis);
      expect([unruled.status, unruled.stdout]).toEqual([
        ...[1, expect.stringContaining('left, for no rule names a successor: 9')],
      ]);
      const map = join(folder, 'map.json');
      writeFileSync(map, JSON.stringify({ fields: { 'Đất đai': 'H27.111' } }));
      const all = ['reorganise', 'H27.31', ...basis, '--map', map, '--to', 'H27.112'];
      expect(json(...all)).toEqual({
        ...{ looked: 9, handedOver: { 'H27.111': 3, 'H27.112': 6 }, nothingThere: 0 },
        ...{ left: [], refused: [], interrupted: false },
      });
      expect(json(...all)).toMatchObject({ looked: 0, handedOver: {} });
    },
    PATIENCE_MS,
  );

  it.each([
    [1, ['agency', 'end', 'H27.19', '--on', '2026-06-30', '--successor', 'H27.999'], '(unknown-agency)'],
    [1, ['agency', 'end', 'H27.19', '--on', '2026-06-30', '--successor', 'H27.33'], '(agency-closed)'],
    [1, ['agency', 'end', 'H27.19', '--on', '2026-06-30', '--successor', 'H27.19'], '(same-agency)'],
    [2, ['agency', 'end', 'H27.19', '--on', '2026-06-31', '--successor', 'H27.11'], 'a day, YYYY-MM-DD'],
    [2, ['agency', 'end', 'H27.19', '--on', '2026-06-30'], '--successor'],
    [1, ['reorganise', 'H27.118', ...basis], '(agency-still-open)'],
    [1, ['reorganise', 'H27.33', ...basis, '--to', 'H27.119'], '(invalid-input)'],
    [1, ['reorganise', 'H27.33', '--legal-basis', ' '], '(invalid-input)'],
    [1, ['reorganise', 'H27.33', ...basis, '--map', 'no-such-file.json'], 'ENOENT'],
    [2, ['reorganise', 'H27.33'], '--legal-basis'],
  ])(
    'ends with %i and says what is wrong with %j',
    (code, args, text) => {
      const { status, stderr } = cli(...args);
      expect(stderr).toContain(text);
      expect([status, stderr.includes('    at ')]).toEqual([code, false]);
    },
    PATIENCE_MS,
  );
});
