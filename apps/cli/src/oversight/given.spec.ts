import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integer, list, plain, record } from '#kernel';
import { givenFile } from './given-file.js';
import { listedCodes } from './listed-codes.js';

const folder = mkdtempSync(join(tmpdir(), 'dung-hen-given-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (content: string | Uint8Array) => {
  writeFileSync(join(folder, 'given.csv'), content);
  return join(folder, 'given.csv');
};
const refused = (why: string) => ({ code: 'invalid-input', facts: expect.objectContaining({ why }) });

describe('the codes of a file', () => {
  const codesOf = (content: string | Uint8Array, delimiter = ',') => listedCodes(file(content), 'Mã', delimiter);

  it('are each listed once, with the rows that hold none or one again', async () => {
    expect(await codesOf('\ufeffTên;Mã\r\n"a;\nb";X-1\r\n;\r\n;Ðế\r\n;X-1\r\n;Ðe\u0302\u0301\r\n', ';')).toMatchObject({
      ...{ rows: 5, codes: ['X-1', 'Ðế'], empty: [3] },
      doubled: [
        { code: 'X-1', row: 5, first: 2 },
        { code: 'Ðế', row: 6, first: 4 },
      ],
    });
  });

  it.each([
    ['no such column', 'Tên\nA\n'],
    ['not UTF-8', Buffer.from([0x4d, 0xc3, 0xa3, 0x0a, 0xff, 0x0a])],
    ['3 cells under 1 columns', 'Mã\nA\nB,C,D\n'],
    ['a column twice', 'Mã,Mã\nA,B\n'],
    ['empty', ''],
  ])('are none where there is %s', (why, content) => expect(codesOf(content)).rejects.toMatchObject(refused(why)));

  it('are none of a file that is not there', () =>
    expect(listedCodes(join(folder, 'absent'), 'Mã', ',')).rejects.toMatchObject(refused('not found')));
});

describe('a file of JSON', () => {
  const shape = record({ name: plain, counts: list(integer) });

  it('is what it holds', () =>
    expect(givenFile(shape, file('{"name":"Đức Thọ","counts":[1]}'))).toEqual({ name: 'Đức Thọ', counts: [1] }));

  it.each([
    ['counts[1]: integer expected', '{"name":"","counts":[1,1.5]}'],
    ['extra: unknown field', '{"name":"","counts":[],"extra":1}'],
    ['data: record expected', '[]'],
    ['no JSON', '{'],
    ['more than 1000000 bytes', ' '.repeat(1_000_001)],
  ])('is refused: %s', (why, content) =>
    expect(() => givenFile(shape, file(content))).toThrow(expect.objectContaining(refused(why))),
  );

  it('is refused when it is not there', () =>
    expect(() => givenFile(shape, join(folder, 'absent'))).toThrow(expect.objectContaining(refused('not found'))));
});
