import excel, { type Worksheet } from '@protobi/exceljs';
import { parse } from 'csv-parse/sync';
import { catalogueOf } from '../../../test/catalogue.js';
import { publicCalendar } from '#testing';
import { COLUMNS, CountsTally, type Counts } from '../counts.js';
import { formRange } from '../form-range.js';
import type { Form07a } from '../form-07a.js';
import type { Form07b } from '../form-07b.js';
import type { Certified, FormCertificate } from '../forms.query.js';
import { PROGRESS_COLUMNS, type Progress, type Progress766 } from '../progress-766.js';
import type { Came, Went } from '../seen.js';
import { csvOf } from './csv.js';
import { printed07a, printed07b, printed766, type PrintedForm } from './printed-form.js';
import { workbookOf } from './workbook.js';

const certificate: FormCertificate = {
  ...{ form: '07a', definitionVersion: 1, evaluatedAt: '2026-11-14T16:59:59.999Z', asOf: 'b2', knownBefore: 'a1' },
  ...{ period: { from: '2026-10-15', to: '2026-11-14', label: 'Tháng 11 năm 2026' }, dossiers: 9, digest: 'd16e57' },
  ...{ agencies: ['H27.118', 'H27.118.1'], quarantined: 0 },
};
const counts = (...dossiers: readonly (readonly [Came, Went])[]): Counts => {
  const tally = new CountsTally();
  for (const [came, went] of dossiers) tally.add(came, went);
  return tally.counts();
};
const LAND = counts(['counter', 'early'], ['carried', 'late'], ['post', 'runningInTime'], ['onlineFull', 'onTime']);
const TRADE = counts(['onlinePart', 'onTime'], ['carried', 'runningLate'], ['counter', 'early']);
const both = (...of: readonly Counts[]) => {
  const tally = new CountsTally();
  for (const each of of) tally.addAll(each);
  return { counts: tally.counts(), strict: tally.counts() };
};
const form07a = (fields: Readonly<Record<string, Counts>>): Certified<Form07a> => ({
  ...{ certificate, range: null },
  rows: Object.entries(fields).map(([field, of]) => ({ field, counts: of, strict: of })),
  total: both(...Object.values(fields)),
  carriedOver: {
    ...{ carried: 2, before: 2, carriedAsReportedBefore: 1, toSuccessors: [] },
    fromPredecessors: [{ agency: 'H27.118', dossiers: 1 }],
    restated: [{ dossierId: 'd1', code: 'c1', ran: true }],
  },
  apart: { withdrawn: 1, stopped: 0, closed: 0, paused: 1, pausedLate: 0, withoutDueDate: 0 },
});
const FIELDS = { '=HYPERLINK("http://x")': LAND, 'Thương mại': TRADE };
const units = { reporting: 'UBND xã Mẫu', receiving: 'UBND cấp tỉnh' };
const of07a = printed07a(form07a(FIELDS), units);

const progress: Progress = {
  ...{ received: 6, carried: 1, online: 2, counter: 3, post: 0, handled: 2, handledEarly: 1, handledOnTime: 1 },
  ...{ handledLate: 0, running: 2, runningInTime: 1, runningLate: 1, suspended: 1, suspendedInTime: 1 },
  ...{ suspendedLate: 0, ended: 1, endedEarly: 0, endedOnTime: 0, endedLate: 1 },
};
const table: Certified<Progress766> = {
  ...{ certificate, range: null, form07a: form07a(FIELDS), total: { counts: progress, strict: progress } },
  rows: [{ agency: 'H27.118', counts: progress, strict: progress }],
};
const form07b: Certified<Form07b> = {
  ...{ certificate, range: null, province: form07a({ 'Đất đai': LAND }), communes: form07a(FIELDS), reporting: 2 },
  ...{ total: both(LAND, LAND, TRADE), outside: { ofMinistries: 0, ofUnknownAgencies: 0 } },
};

/** Reads what was written again, as a spreadsheet does. */
async function opened(form: PrintedForm): Promise<Worksheet> {
  const book = new excel.Workbook();
  // Its types are from before buffers had a kind.
  await book.xlsx.load(new Uint8Array(await workbookOf(form)).buffer);
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
}

/** What a formula of ours comes to: sums of cells, and of a column from one row to another. Text counts nothing. */
function evaluated(sheet: Worksheet, address: string): number {
  const { value, formula } = sheet.getCell(address);
  if (!formula) return typeof value === 'number' ? value : 0;
  const range = /^SUM\(([A-Z]+)(\d+):\1(\d+)\)$/.exec(formula);
  if (range === null) return formula.split('+').reduce((sum, cell) => sum + evaluated(sheet, cell), 0);
  const [, letter = '', first, last] = range;
  let sum = 0;
  for (let row = Number(first); row <= Number(last); row += 1) sum += evaluated(sheet, `${letter}${row}`);
  return sum;
}

const rowOf = (sheet: Worksheet, label: string): number => {
  let found = 0;
  sheet.eachRow((row, at) => {
    if ([row.getCell(1).value, row.getCell(2).value].includes(label)) found = at;
  });
  return found;
};
const numbersIn = (sheet: Worksheet, row: number, count: number) =>
  Array.from({ length: count }, (_, at) => {
    const address = `${sheet.getColumn(at + 3).letter}${row}`;
    return {
      computed: evaluated(sheet, address),
      shown: sheet.getCell(address).result ?? sheet.getCell(address).value,
    };
  });
const agreeing = (numbers: readonly number[]) => numbers.map((number) => ({ computed: number, shown: number }));

describe('a form as a workbook', () => {
  it('07a has the headings of the form, merged as it prints them', async () => {
    const sheet = await opened(of07a);
    const text = (address: string) => sheet.getCell(address).value;
    expect([text('A1'), text('C2'), text('C3')]).toEqual([
      ...['Biểu số 07a/BTP/KSTT', 'Kỳ báo cáo: Tháng 11 năm 2026', '(Từ ngày 15/10/2026 đến ngày 14/11/2026)'],
    ]);
    expect(text('C1')).toContain('TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT');
    expect([text('M1'), text('M2'), text('M3')]).toEqual([
      ...['- Đơn vị báo cáo: UBND xã Mẫu.', '- Đơn vị nhận báo cáo: UBND cấp tỉnh.', 'Đơn vị tính: Số hồ sơ TTHC.'],
    ]);
    expect(sheet.model.merges).toEqual(
      expect.arrayContaining([
        ...['A6:A8', 'B6:B8', 'C6:H6', 'I6:L6', 'M6:O6', 'C7:C8', 'D7:G7', 'H7:H8', 'I7:I8', 'J7:J8', 'K7:K8', 'L7:L8'],
        ...['M7:M8', 'N7:N8', 'O7:O8'],
      ]),
    );
    expect(['C6', 'D7', 'D8', 'E8', 'F8', 'G8', 'H7', 'I6', 'M6', 'N7', 'O7'].map(text)).toEqual([
      ...[
        'Số lượng hồ sơ tiếp nhận',
        'Trong kỳ',
        'Trực tuyến toàn trình',
        'Trực tuyến một phần',
        'Qua dịch vụ bưu chính',
      ],
      ...['Trực tiếp', 'Từ kỳ trước', 'Số lượng hồ sơ đã giải quyết', 'Số lượng hồ sơ đang giải quyết', 'Trong hạn'],
      'Quá hạn',
    ]);
    expect(Array.from({ length: 15 }, (_, at) => sheet.getCell(9, at + 1).value)).toEqual([
      ...['(1)', '(2)', '(3)=(4)+(5)+(6)+(7)+(8)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)=(10)+(11)+(12)', '(10)'],
      ...['(11)', '(12)', '(13)=(14)+(15)', '(14)', '(15)'],
    ]);
    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape' });
    expect([sheet.getCell('C10').font.name, sheet.getCell('C10').border.top?.style]).toEqual([
      'Times New Roman',
      'thin',
    ]);
  });

  it.each([
    ['07a', of07a],
    ['07b', printed07b(form07b, units)],
    ['the progress table', printed766(table, units, catalogueOf([publicCalendar]))],
    ['07a of nothing', printed07a(form07a({}), units)],
  ])('%s adds up by its own formulas to what it shows', async (_name, form) => {
    const sheet = await opened(form);
    const count = form.columns.length;
    expect(numbersIn(sheet, rowOf(sheet, 'TỔNG CỘNG'), count)).toEqual(agreeing(form.total));
    let row = 10;
    for (const { heading, rows } of form.sections) {
      if (heading !== null) {
        expect(sheet.getCell(row, 1).value).toBe(heading);
        row += 1;
      }
      for (const { label, numbers } of rows) {
        expect(sheet.getCell(row, 2).value).toBe(label);
        expect(numbersIn(sheet, row, count)).toEqual(agreeing(numbers));
        row += 1;
      }
    }
    expect(rowOf(sheet, 'TỔNG CỘNG')).toBe(row);
    for (const note of form.notes) expect(rowOf(sheet, note)).toBeGreaterThan(row);
  });

  it('holds a formula where the form sums, and text where a field begins like one', async () => {
    const sheet = await opened(of07a);
    expect(['C10', 'I10', 'M10', 'C12', 'D12'].map((address) => sheet.getCell(address).formula)).toEqual([
      ...['D10+E10+F10+G10+H10', 'J10+K10+L10', 'N10+O10', 'SUM(C10:C11)', 'SUM(D10:D11)'],
    ]);
    expect(sheet.getCell('B10').value).toBe('=HYPERLINK("http://x")');
    expect(sheet.getCell('B10').type).toBe(excel.ValueType.String);
  });
});

describe('a form as CSV', () => {
  it('begins with the mark of UTF-8, and no cell is a formula', () => {
    const text = csvOf(of07a);
    expect(text.startsWith('\uFEFFSTT,Lĩnh vực giải quyết,(3) Số lượng hồ sơ tiếp nhận – Tổng số,')).toBe(true);
    const rows: readonly string[][] = parse(text, { bom: true });
    expect(rows.map(([, label]) => label).slice(1)).toEqual([
      ...[`'=HYPERLINK("http://x")`, 'Thương mại', 'TỔNG CỘNG', 'TỔNG CỘNG theo hạn luật định'],
    ]);
    expect(rows[3]?.slice(2).map(Number)).toEqual(of07a.total);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('takes the sting out of %j', (label) => {
    const rows: readonly string[][] = parse(csvOf(printed07a(form07a({ [label]: LAND }), units)), { bom: true });
    expect(rows[1]?.[1]).toBe(`'${label}`);
  });
});

describe('the notes of a form', () => {
  it('say what the form before had reported, who handed over, and the strict figures', () => {
    expect(of07a.notes).toEqual(
      expect.arrayContaining([
        'Kỳ trước đã báo cáo cột (13) là 1; nay biết là 2 do 1 hồ sơ nhập muộn.',
        'Cột (8) gồm 1 hồ sơ nhận bàn giao từ H27.118.',
        'Theo hạn luật định: trước hạn 2, đúng hạn 2, quá hạn 1; đang giải quyết trong hạn 1, quá hạn 1.',
      ]),
    );
  });

  it('say what the totals can be while dossiers are set aside, in the workbook and in CSV', async () => {
    const form = form07a(FIELDS);
    const held = printed07a({ ...form, range: formRange(COLUMNS, form.total.counts, 2) }, units);
    // 4 of land and 3 of trade were received, 3 + 2 resolved, 1 + 1 run; two more of which nothing is known.
    const note =
      '2 hồ sơ đang cách ly, có thể thuộc kỳ này và không nằm trong cột nào: mỗi cột ở dòng tổng cộng có thể nhiều hơn, ' +
      'đến 2; cột (3) từ 7 đến 9, (9) từ 5 đến 7, (13) từ 2 đến 4.';
    expect(held.notes).toContain(note);
    expect(rowOf(await opened(held), note)).toBeGreaterThan(0);
    const rows: readonly string[][] = parse(csvOf(held), { bom: true });
    expect(rows.at(-1)?.slice(1)).toEqual([
      'TỔNG CỘNG nhiều nhất, kể cả hồ sơ đang cách ly',
      ...held.total.map((number) => String(number + 2)),
    ]);
    const progressHeld = printed766(
      { ...table, range: formRange(PROGRESS_COLUMNS, progress, 1) },
      units,
      catalogueOf([publicCalendar]),
    );
    expect(progressHeld.notes.join()).toContain(
      'cột (3) từ 6 đến 7, (8) từ 2 đến 3, (12) từ 2 đến 3, (15) từ 1 đến 2, (18) từ 1 đến 2.',
    );
    expect(of07a.notes.join()).not.toContain('cách ly');
  });
});
