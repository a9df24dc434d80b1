import { stringify } from 'csv-stringify/sync';
import type { PrintedForm } from './printed-form.js';

/** UTF-8 with its mark; a text that a spreadsheet would run as a formula is escaped. */
export const CSV_OPTIONS = { bom: true, escape_formulas: true, record_delimiter: 'windows' } as const;

/** The form as CSV in UTF-8 with its mark, one heading line; no cell is a formula to whoever opens it. */
export function csvOf({ of, columns, sections, total, strict, atMost, signed }: PrintedForm): string {
  const rows = sections.flatMap(({ heading, rows: each }) => [
    ...(heading === null ? [] : [['', heading, ...columns.map(() => '')]]),
    ...each.map(({ label, numbers }, at) => [at + 1, label, ...numbers]),
  ]);
  return stringify(
    [
      ['STT', of, ...columns.map(({ number, heading }) => `${number} ${heading.join(' – ')}`)],
      ...rows,
      ['', 'TỔNG CỘNG', ...total],
      ['', 'TỔNG CỘNG theo hạn luật định', ...strict],
      ...(atMost === null ? [] : [['', 'TỔNG CỘNG nhiều nhất, kể cả hồ sơ đang cách ly', ...atMost]]),
      ...signed.map((line) => ['', line, ...columns.map(() => '')]),
    ],
    CSV_OPTIONS,
  );
}
