import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setImmediate as immediate } from 'node:timers/promises';
import { workbookList, type ListLine } from '#reports';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: `list` writes lines as a workbook, `text` the same lines as bare text. */
const COLUMNS = ['Mã định danh', 'Mã hồ sơ', 'Đúng hạn', 'Quá hạn', 'Ngày'].map((header) => ({ header, width: 20 }));
const PAGE = 1_000;

const [, , what, path = '', count = ''] = process.argv;
await needed(what === 'list' ? list : text);

function list(): Promise<void> {
  return workbookList(createWriteStream(path), COLUMNS, lines());
}

async function text(): Promise<void> {
  const out = createWriteStream(path);
  for await (const line of lines()) out.write(`${line.join(',')}\n`);
  out.end();
  await finished(out);
}

/** As a database gives them: by pages, and no text twice. */
async function* lines(): AsyncGenerator<ListLine> {
  for (let at = 0; at < Number(count); at += 1) {
    if (at % PAGE === 0) await immediate();
    const id = createHash('md5').update(String(at)).digest('hex');
    yield [id, `H27-261101-${at}`, at % 7 === 0 ? 0 : 1, at % 7 === 0 ? 1 : 0, at % 40];
  }
}
