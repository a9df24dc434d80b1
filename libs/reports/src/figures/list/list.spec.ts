import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import ExcelJS from '@protobi/exceljs';
import { csvList, workbookList, type ListLine } from './list.js';

const INJECTED = '=HYPERLINK("http://example.org","mở")';

async function bookIn(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(PassThrough.from([bytes]));
  return book;
}

describe('a list of dossiers', () => {
  const columns = [
    { header: 'Mã hồ sơ', width: 20 },
    { header: 'Quá hạn', width: 10 },
  ];
  async function* lines(count: number): AsyncGenerator<ListLine> {
    for (let at = 1; at <= count; at += 1) yield [at === 2 ? INJECTED : `H27-${at}`, at === 3 ? null : -at];
  }
  const written = async (write: (out: PassThrough) => Promise<void>): Promise<Buffer> => {
    const out = new PassThrough();
    const [bytes] = await Promise.all([buffer(out), write(out)]);
    return bytes;
  };

  it('is a workbook of as many sheets as it takes, each with its header', async () => {
    const book = await bookIn(await written((out) => workbookList(out, columns, lines(5), 3)));
    const values = book.worksheets.map((sheet) => {
      const seen: unknown[] = [];
      sheet.eachRow((row) => void seen.push([row.getCell(1).value, row.getCell(2).value]));
      return seen;
    });
    const header = columns.map(({ header: text }) => text);
    expect(values).toEqual([
      [header, ['H27-1', -1], [INJECTED, -2]],
      [header, ['H27-3', null], ['H27-4', -4]],
      [header, ['H27-5', -5]],
    ]);
    expect(book.worksheets[0]?.getCell('A3').type).toBe(ExcelJS.ValueType.String);
  });

  it('is CSV, where numbers stay numbers', async () => {
    const text = String(await written((out) => csvList(out, columns, lines(3))));
    const quoted = `"'${INJECTED.replaceAll('"', '""')}"`;
    expect(text).toBe(`\uFEFFMã hồ sơ,Quá hạn\r\nH27-1,-1\r\n${quoted},-2\r\nH27-3,\r\n`);
  });

  it.each([['workbook', workbookList] as const, ['CSV', csvList] as const])(
    'as a %s is read no faster than it is written',
    async (_what, write) => {
      const out = new PassThrough(); // nobody reads
      const many = 100_000;
      let taken = 0;
      async function* reading(): AsyncGenerator<ListLine> {
        for (; taken < many; taken += 1) {
          yield [createHash('sha512').update(String(taken)).digest('base64'), taken];
          if (taken % 100 === 0) await immediate();
        }
      }
      const writing = write(out, columns, reading());
      for (let before = -1; before !== taken; await wait(200)) before = taken;
      expect(taken).toBeLessThan(many / 2);
      out.destroy(new Error('given up'));
      await expect(writing).rejects.toThrow('given up');
    },
  );

  it.each([['workbook', workbookList] as const, ['CSV', csvList] as const])(
    'as a %s on a full disk says so, and leaves what it was reading',
    async (_what, write) => {
      let left = false;
      async function* reading(): AsyncGenerator<ListLine> {
        try {
          for (let at = 0; at < 200_000; at += 1) yield [`H27-${(at * 2_654_435_761) % 4_294_967_296}`, at];
        } finally {
          left = true;
        }
      }
      await expect(write(createWriteStream('/dev/full'), columns, reading())).rejects.toThrow('ENOSPC');
      expect(left).toBe(true);
    },
  );
});
