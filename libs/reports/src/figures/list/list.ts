import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import type ExcelJS from '@protobi/exceljs';
import { stringify } from 'csv-stringify';
import { CSV_OPTIONS } from '../../forms/print/csv.js';

export interface ListColumn {
  readonly header: string;
  /** In characters, of a workbook. */
  readonly width: number;
}
export type ListLine = readonly (string | number | null)[];

/** A sheet of a workbook has no more lines. */
const LINES_A_SHEET = 1_048_576;

/** Writes lines as they come, each taken when there is room for it. @throws what the file or the lines threw */
export function csvList(out: Writable, columns: readonly ListColumn[], lines: AsyncIterable<ListLine>): Promise<void> {
  async function* all(): AsyncGenerator<ListLine> {
    yield columns.map(({ header }) => header);
    yield* lines;
  }
  return pipeline(Readable.from(all()), stringify(CSV_OPTIONS), out);
}

/** One for all lines and cells: what the library made of a style it keeps for as long as it writes. */
const PLAIN = {};

/** The same as an .xlsx, on as many sheets as it takes. */
export async function workbookList(
  out: Writable,
  columns: readonly ListColumn[],
  lines: AsyncIterable<ListLine>,
  linesASheet = LINES_A_SHEET,
): Promise<void> {
  const lost = new Promise<never>((_, reject) => out.once('error', reject));
  lost.catch(() => {}); // told by whoever waits next
  // Lines die young. V8 may take the first few for lasting, and then holds some 80 MB of dead ones more.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // Loaded when a workbook is needed: no other command waits for it.
  const { default: excel } = await import('@protobi/exceljs');
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  let sheets = 1;
  let sheet = sheetOf(book, sheets, columns);
  let row = 1;
  for await (const line of lines) {
    if (row === linesASheet) {
      sheet.commit();
      sheets += 1;
      sheet = sheetOf(book, sheets, columns);
      row = 1;
    }
    const added = Object.assign(sheet.addRow([...line]), { style: PLAIN });
    added.eachCell({ includeEmpty: true }, (cell) => (cell.style = PLAIN));
    added.commit();
    row += 1;
    for (const full of waitingBehind(sheet)) await Promise.race([once(full, 'drain'), lost]);
  }
  await Promise.race([book.commit(), lost]);
}

function sheetOf(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  no: number,
  columns: readonly ListColumn[],
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(`Danh sách ${no}`, {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = columns.map(({ width }) => ({ width }));
  const header = sheet.addRow(columns.map(({ header: text }) => text));
  header.font = { bold: true };
  header.commit();
  return sheet;
}

/** The library writes on without looking: what its sheet is piped into says when it is full. */
function waitingBehind(sheet: object): readonly Writable[] {
  const { stream }: { stream?: { readonly pipes?: readonly Writable[] } } = sheet;
  return (stream?.pipes ?? []).filter(({ writableNeedDrain }) => writableNeedDrain);
}
