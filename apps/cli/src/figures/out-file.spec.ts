import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#kernel';
import type { ListLine } from '#reports';
import { outFile, writeList } from './out-file.js';

describe('a file that is written (--out)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dung-hen-out-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const columns = [{ header: 'Mã hồ sơ', width: 20 }];
  async function* lines(failsAt: number): AsyncGenerator<ListLine> {
    for (let at = 0; at < 2_000; at += 1) {
      if (at === failsAt) throw new Error('the store is gone');
      yield [`H27-${at}`];
    }
  }

  it.each(['list.xlsx', 'list.CSV'])('%s stays what it was when it cannot be written whole', async (name) => {
    const file = outFile(join(folder, name));
    writeFileSync(file.path, 'before');
    for (const at of [0, 1_500]) await expect(writeList(file, columns, lines(at))).rejects.toThrow('the store is gone');
    expect(readFileSync(file.path, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((left) => left.endsWith('.part'))).toEqual([]);
    await writeList(file, columns, lines(Infinity));
    expect(readFileSync(file.path).length).toBeGreaterThan(1_000);
  });

  it.each(['list.pdf', 'list', '.xlsx', 'none/list.csv'])('%s is refused', (name) => {
    expect(() => outFile(join(folder, name))).toThrow(Refusal);
  });
});
