import { isUtf8 } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { extname } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import type ExcelJS from '@protobi/exceljs';
import { parse } from 'csv-parse';
import { Refusal } from '#kernel';
import { shownIn } from './moment.js';

/** One row of a register below its header; `row` counts from 1, the header being 1. */
export interface RegisterRow {
  readonly row: number;
  /** By the name of the column. A date of a workbook is an instant already. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** What is wrong with the row as a whole; null where nothing is. */
  readonly fault: string | null;
}
export type Cell = string | { readonly instant: string };

/** A workbook is packed, and its texts are kept in memory. */
const MOST_BYTES = { csv: 4_000_000_000, xlsx: 64_000_000 } as const;
const MOST = { rowCharacters: 1_000_000, columns: 500, rows: 5_000_000 } as const;

const unreadable = (why: string, facts: object = {}) =>
  new Refusal('invalid-input', null, { at: 'file', why, ...facts });

/** Dòng của sổ: the rows of a CSV file (UTF-8, with or without its mark) or of the first sheet of a workbook, one by one. */
export async function* registerRows(file: string, delimiter: string): AsyncGenerator<RegisterRow> {
  const kind = extname(file).toLowerCase() === '.xlsx' ? 'xlsx' : 'csv';
  if (statSync(file).size > MOST_BYTES[kind]) throw unreadable('too large', { bytes: MOST_BYTES[kind] });
  const rows = kind === 'xlsx' ? workbookRows(file) : csvRows(file, delimiter);
  let header: readonly string[] | null = null;
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    if (row > MOST.rows) throw unreadable('too many rows', { rows: MOST.rows });
    if (header === null) header = headerOf(cells);
    else yield { row, ...rowOf(header, cells, kind) };
  }
  if (header === null) throw unreadable('empty');
}

function headerOf(cells: readonly Cell[]): readonly string[] {
  const names = cells.map((cell) => (typeof cell === 'string' ? cell.trim() : ''));
  if (names.length > MOST.columns) throw unreadable('too many columns', { columns: MOST.columns });
  const doubled = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (doubled !== undefined) throw unreadable('a column twice', { column: doubled.slice(0, 100) });
  return names;
}

/** A workbook leaves out empty cells at the end of a row; a line of text that lacks some was cut off, unless it is empty. */
function rowOf(
  header: readonly string[],
  cells: readonly Cell[],
  kind: keyof typeof MOST_BYTES,
): Pick<RegisterRow, 'cells' | 'fault'> {
  const named = new Map(header.map((name, at) => [name, cells[at] ?? '']));
  const isShort = kind === 'csv' && cells.length < header.length && cells.some((cell) => cell !== '');
  const isFitting = cells.length <= header.length && !isShort;
  return { cells: named, fault: isFitting ? null : `${cells.length} cells under ${header.length} columns` };
}

async function* csvRows(file: string, delimiter: string): AsyncGenerator<readonly Cell[]> {
  const parser = parse({ delimiter, relax_column_count: true, max_record_size: MOST.rowCharacters });
  pipeline(Readable.from(textOf(file)), parser, () => {}); // what fails is thrown to the reader below
  try {
    for await (const record of parser) yield textsOf(record);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreadable(error instanceof Error ? error.message.slice(0, 200) : 'broken');
  }
}

const LINE_FEED = 0x0a;

/** UTF-8, with its mark or without. */
async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const read of createReadStream(file)) {
    const chunk: Buffer = read;
    try {
      yield decoder.decode(chunk, { stream: true });
    } catch {
      throw unreadable('not UTF-8', { line: line + linesBeforeFault(chunk) });
    }
    for (const byte of chunk) if (byte === LINE_FEED) line += 1;
  }
  try {
    decoder.decode();
  } catch {
    throw unreadable('not UTF-8', { line });
  }
}

/** How many lines of the chunk end before what is no UTF-8; the rest of a letter that the chunk before began is left out. */
function linesBeforeFault(chunk: Buffer): number {
  let from = Math.max(chunk.findIndex(beginsLetter), 0);
  for (let lines = 0; ; lines += 1) {
    const to = chunk.indexOf(LINE_FEED, from);
    if (to < 0 || !isUtf8(chunk.subarray(from, to))) return lines;
    from = to + 1;
  }
}

const beginsLetter = (byte: number): boolean => (byte & 0xc0) !== 0x80;

const textsOf = (record: unknown): readonly string[] => (Array.isArray(record) ? record.map(String) : []);

async function* workbookRows(file: string): AsyncGenerator<readonly Cell[]> {
  // Loaded when a workbook is needed: no other command waits for it.
  const { default: excel } = await import('@protobi/exceljs');
  const reader = new excel.stream.xlsx.WorkbookReader(file, {
    ...{ worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' },
  });
  try {
    for await (const sheet of reader) {
      for await (const row of sheet) {
        const cells: Cell[] = [];
        for (let at = 1; at <= row.cellCount; at += 1) cells.push(cellOf(row.getCell(at).value));
        yield cells;
      }
      return;
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreadable('no workbook', { said: String(error).slice(0, 200) });
  }
}

/** A formula is what it came to when the file was saved; it is never run. */
function cellOf(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const instant = shownIn(value);
    return instant === null ? String(value) : { instant };
  }
  if (typeof value !== 'object') return String(value);
  if ('result' in value) return cellOf(value.result ?? null);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  return 'text' in value ? String(value.text) : '';
}
