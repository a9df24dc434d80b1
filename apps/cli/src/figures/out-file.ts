import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { Refusal } from '#kernel';
import { csvList, csvOf, workbookList, workbookOf, type ListColumn, type ListLine, type PrintedForm } from '#reports';

/** A file to write, named by `--out`. */
export interface OutFile {
  readonly path: string;
  readonly kind: 'xlsx' | 'csv';
}

/** @throws Refusal `invalid-input` where its ending says nothing that is written, or its folder is not there */
export function outFile(path: string): OutFile {
  const ending = extname(path).toLowerCase();
  if (ending !== '.xlsx' && ending !== '.csv')
    throw new Refusal('invalid-input', null, { at: 'out', given: path, expected: 'a name that ends in .xlsx or .csv' });
  if (!existsSync(dirname(path)))
    throw new Refusal('invalid-input', null, { at: 'out', given: path, why: 'no such folder' });
  return { path, kind: ending === '.csv' ? 'csv' : 'xlsx' };
}

export function writeForm({ path, kind }: OutFile, form: PrintedForm): Promise<void> {
  return whole(path, async (out) => {
    out.end(kind === 'csv' ? csvOf(form) : await workbookOf(form));
    await finished(out);
  });
}

export function writeList(
  { path, kind }: OutFile,
  columns: readonly ListColumn[],
  lines: AsyncIterable<ListLine>,
): Promise<void> {
  return whole(path, (out) => (kind === 'csv' ? csvList : workbookList)(out, columns, lines));
}

/** The file is there when all of it is: what was there before stays until then. */
async function whole(path: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const part = `${path}.part`;
  const out = createWriteStream(part);
  try {
    await write(out);
    renameSync(part, path);
  } catch (error) {
    await finished(out.destroy()).catch(() => {}); // not closed before it was opened
    rmSync(part, { force: true });
    throw error;
  }
}
