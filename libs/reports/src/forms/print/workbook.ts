import type { Cell, Worksheet } from '@protobi/exceljs';
import type { PrintedColumn, PrintedForm, PrintedRow } from './printed-form.js';

/** STT and the label stand before the numbers. */
const BEFORE = 2;
const FIRST_HEADING = 6;
const NARROW = 6;
const WIDE = 34;
const WIDTH = 11;
const FONT = { name: 'Times New Roman', size: 11 };
const THIN = { style: 'thin' } as const;

/** The form as a workbook, laid out as it is printed; sums are formulas, with their results. */
export async function workbookOf(form: PrintedForm): Promise<Buffer> {
  // Loaded when a workbook is needed: no other command waits for it.
  const { default: excel } = await import('@protobi/exceljs');
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Biểu', {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  sheet.columns = [NARROW, WIDE, ...form.columns.map(() => WIDTH)].map((width) => ({ width }));
  head(sheet, form);
  const first = headings(sheet, form);
  const last = body(sheet, form, first);
  total(sheet, form, first, last);
  notes(sheet, form, last + 2);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Letters of a column of numbers, from 0. */
const letters = (sheet: Worksheet, column: number): string => sheet.getColumn(column + BEFORE + 1).letter;

function head(sheet: Worksheet, form: PrintedForm): void {
  const width = form.columns.length + BEFORE;
  const right = width - 3;
  const put = (row: number, from: number, to: number, value: string, bold = false) => {
    sheet.mergeCells(row, from, row, to);
    const cell = sheet.getCell(row, from);
    cell.value = value;
    cell.font = { ...FONT, bold };
    cell.alignment = { wrapText: true, vertical: 'top', horizontal: from === BEFORE + 1 ? 'center' : 'left' };
  };
  put(1, 1, BEFORE, form.number, true);
  put(1, BEFORE + 1, right - 1, form.title, true);
  put(2, BEFORE + 1, right - 1, form.period);
  put(3, BEFORE + 1, right - 1, form.days);
  for (const [at, unit] of form.units.entries()) put(at + 1, right, width, unit);
  put(form.units.length + 1, right, width, form.unit);
  sheet.getRow(1).height = 48;
}

/** @returns the first row below */
function headings(sheet: Worksheet, { of, columns }: PrintedForm): number {
  const depth = Math.max(...columns.map(({ heading }) => heading.length));
  const bottom = FIRST_HEADING + depth - 1;
  for (const [at, label] of ['STT', of].entries()) block(sheet, [FIRST_HEADING, at + 1, bottom, at + 1], label);
  for (let level = 0; level < depth; level += 1)
    for (let at = 0; at < columns.length;) {
      const heading = columns[at]?.heading ?? [];
      let end = at;
      while (isUnder(columns[end + 1], heading, level)) end += 1;
      const isLast = level === heading.length - 1;
      const [left, right] = [at + BEFORE + 1, end + BEFORE + 1];
      if (level < heading.length)
        block(
          sheet,
          [FIRST_HEADING + level, left, isLast ? bottom : FIRST_HEADING + level, right],
          heading[level] ?? '',
        );
      at = end + 1;
    }
  const numbers = ['(1)', '(2)', ...columns.map((column) => numberText(column, columns))];
  for (const [at, text] of numbers.entries())
    cellOf(sheet, bottom + 1, at + 1, text, 'center').font = { ...FONT, italic: true };
  return bottom + 2;
}

/** Whether a column stands under the same heading at a level, below the same ones. */
const isUnder = (column: PrintedColumn | undefined, heading: readonly string[], level: number): boolean =>
  column !== undefined &&
  level < heading.length - 1 &&
  level < column.heading.length - 1 &&
  heading.slice(0, level + 1).every((text, at) => column.heading[at] === text);

/** "(3)=(4)+(5)". */
export const numberText = ({ number, sumOf }: PrintedColumn, columns: readonly PrintedColumn[]): string =>
  sumOf.length === 0 ? number : `${number}=${sumOf.map((at) => columns[at]?.number ?? '').join('+')}`;

function block(sheet: Worksheet, [top, left, bottom, right]: readonly [number, number, number, number], text: string) {
  if (top !== bottom || left !== right) sheet.mergeCells(top, left, bottom, right);
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) bordered(sheet.getCell(row, column));
  cellOf(sheet, top, left, text, 'center').font = { ...FONT, bold: true };
}

/** @returns the last row that was written */
function body(sheet: Worksheet, form: PrintedForm, first: number): number {
  let row = first;
  for (const { heading, rows } of form.sections) {
    if (heading !== null) {
      block(sheet, [row, 1, row, form.columns.length + BEFORE], heading);
      sheet.getCell(row, 1).alignment = { horizontal: 'left', wrapText: true };
      row += 1;
    }
    for (const [at, each] of rows.entries()) {
      line(sheet, form, row, at + 1, each);
      row += 1;
    }
  }
  return row - 1;
}

function line(
  sheet: Worksheet,
  { columns }: PrintedForm,
  row: number,
  no: number,
  { label, numbers }: PrintedRow,
): void {
  cellOf(sheet, row, 1, no, 'center');
  cellOf(sheet, row, 2, label, 'left');
  for (const [at, { sumOf }] of columns.entries()) {
    const formula = sumOf.map((of) => `${letters(sheet, of)}${row}`).join('+');
    const result = numbers[at] ?? 0;
    cellOf(sheet, row, at + BEFORE + 1, formula === '' ? result : { formula, result }, 'right');
  }
}

function total(sheet: Worksheet, form: PrintedForm, first: number, last: number): void {
  const row = last + 1;
  block(sheet, [row, 1, row, BEFORE], 'TỔNG CỘNG');
  for (const [at, result] of form.total.entries()) {
    const letter = letters(sheet, at);
    // Of no rows there is nothing to add up.
    const value = last < first ? result : { formula: `SUM(${letter}${first}:${letter}${last})`, result };
    cellOf(sheet, row, at + BEFORE + 1, value, 'right').font = { ...FONT, bold: true };
  }
}

function notes(sheet: Worksheet, form: PrintedForm, first: number): void {
  for (const [at, note] of [...form.notes, ...form.signed].entries()) {
    sheet.mergeCells(first + at, 1, first + at, form.columns.length + BEFORE);
    const cell = sheet.getCell(first + at, 1);
    cell.value = note;
    cell.font = { ...FONT, italic: true };
    cell.alignment = { wrapText: true };
  }
}

function cellOf(
  sheet: Worksheet,
  row: number,
  column: number,
  value: Cell['value'],
  horizontal: 'left' | 'center' | 'right',
) {
  const cell = bordered(sheet.getCell(row, column));
  cell.value = value;
  cell.font = FONT;
  cell.alignment = { horizontal, vertical: 'middle', wrapText: true };
  return cell;
}

function bordered(cell: Cell): Cell {
  cell.border = { top: THIN, left: THIN, bottom: THIN, right: THIN };
  return cell;
}
