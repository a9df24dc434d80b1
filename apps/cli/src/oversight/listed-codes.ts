import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { registerRows } from '#handling';
import { Refusal } from '#kernel';
import { MOST_CODES } from '#oversight';

/** What a column of a file lists; rows count from 1, the header being 1. */
export interface ListedCodes {
  /** SHA-256 of the whole file, hexadecimal. */
  readonly digest: string;
  readonly rows: number;
  /** Each once, in the order of the file. */
  readonly codes: readonly string[];
  readonly empty: readonly number[];
  readonly doubled: readonly { readonly code: string; readonly row: number; readonly first: number }[];
}

/** Reads the codes of a column row by row; whatever stands there is text. @throws Refusal `invalid-input` */
export async function listedCodes(file: string, column: string, delimiter: string): Promise<ListedCodes> {
  if (!existsSync(file)) throw unfit('not found');
  const firsts = new Map<string, number>();
  const empty: number[] = [];
  const doubled: { code: string; row: number; first: number }[] = [];
  let rows = 0;
  for await (const { row, cells, fault } of registerRows(file, delimiter)) {
    if (fault !== null) throw unfit(fault, { row });
    const cell = cells.get(column);
    if (cell === undefined) throw unfit('no such column', { column, columns: [...cells.keys()].slice(0, 20) });
    if (typeof cell !== 'string') throw unfit('a date, not a code', { row });
    const code = cell.trim().normalize('NFC');
    const first = firsts.get(code);
    if (code === '') empty.push(row);
    else if (first !== undefined) doubled.push({ code, row, first });
    else if (firsts.size === MOST_CODES) throw unfit(`more than ${MOST_CODES} codes`, { row });
    else firsts.set(code, row);
    rows += 1;
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { digest: hash.digest('hex'), rows, codes: [...firsts.keys()], empty, doubled };
}

const unfit = (why: string, facts: object = {}) => new Refusal('invalid-input', null, { at: 'file', why, ...facts });
