import { createReadStream, statSync } from 'node:fs';
import { extname } from 'node:path';
import { TextDecoderStream } from 'node:stream/web';
import { Readable } from 'node:stream';
import ExcelJS from '@protobi/exceljs';
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

const MOST = { bytes: 4_000_000_000, rowCharacters: 1_000_000, columns: 500, rows: 5_000_000 } as const;

const unreadable = (why: string, facts: object = {}) =>
  new Refusal('invalid-input', null, { at: 'file', why, ...facts });

/** Dòng của sổ: the rows of a CSV file (UTF-8, with or without its mark) or of the first sheet of a workbook, one by one. */
export async function* registerRows(file: string, delimiter: string): AsyncGenerator<RegisterRow> {
  if (statSync(file).size > MOST.bytes) throw unreadable('too large', { bytes: MOST.bytes });
  const rows = extname(file).toLowerCase() === '.xlsx' ? workbookRows(file) : csvRows(file, delimiter);
  let header: readonly string[] | null = null;
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    if (row > MOST.rows) throw unreadable('too many rows', { rows: MOST.rows });
    if (header === null) header = headerOf(cells);
    else yield { row, ...rowOf(header, cells) };
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

function rowOf(header: readonly string[], cells: readonly Cell[]): Pick<RegisterRow, 'cells' | 'fault'> {
  const named = new Map(header.map((name, at) => [name, cells[at] ?? '']));
  return {
    cells: named,
    fault: cells.length > header.length ? `${cells.length} cells under ${header.length} columns` : null,
  };
}

async function* csvRows(file: string, delimiter: string): AsyncGenerator<readonly Cell[]> {
  const text = Readable.toWeb(createReadStream(file)).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }));
  const parser = parse({ delimiter, bom: true, relax_column_count: true, max_record_size: MOST.rowCharacters });
  const source = Readable.fromWeb(text);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield textsOf(record);
  } catch (error) {
    if (isNotUtf8(error)) throw unreadable('not UTF-8');
    throw unreadable(error instanceof Error ? error.message.slice(0, 200) : 'broken');
  }
}

const isNotUtf8 = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ERR_ENCODING_INVALID_ENCODED_DATA';

const textsOf = (record: unknown): readonly string[] => (Array.isArray(record) ? record.map(String) : []);

async function* workbookRows(file: string): AsyncGenerator<readonly Cell[]> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
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
  if (value instanceof Date) return { instant: shownIn(value) };
  if (typeof value !== 'object') return String(value);
  if ('result' in value) return cellOf(value.result ?? null);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  return 'text' in value ? String(value.text) : '';
}
