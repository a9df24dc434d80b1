import type { CatalogueView } from '#catalogue';
import { inVietnam, type Day } from '#kernel';
import { COLUMNS, type Counts } from '../counts.js';
import type { FormRange } from '../form-range.js';
import type { Form07a, FormRow } from '../form-07a.js';
import type { Form07b } from '../form-07b.js';
import type { Certified, FormCertificate } from '../forms.query.js';
import { PROGRESS_COLUMNS, type Progress, type Progress766 } from '../progress-766.js';

/** A column of numbers, under its headings from the outermost in. */
export interface PrintedColumn {
  readonly heading: readonly string[];
  /** As the form numbers it: "(4)". */
  readonly number: string;
  /** Columns, from 0, that the form adds up here. */
  readonly sumOf: readonly number[];
}

export interface PrintedRow {
  readonly label: string;
  readonly numbers: readonly number[];
}

/** A form as it is printed, whatever on. */
export interface PrintedForm {
  readonly number: string;
  readonly title: string;
  readonly period: string;
  readonly days: string;
  readonly units: readonly string[];
  readonly unit: string;
  /** What a row is: a field, or an agency. */
  readonly of: string;
  readonly columns: readonly PrintedColumn[];
  readonly sections: readonly { readonly heading: string | null; readonly rows: readonly PrintedRow[] }[];
  readonly total: readonly number[];
  /** The total by the lawful due date. */
  readonly strict: readonly number[];
  /** The total with every dossier that was set aside; null where none was. */
  readonly atMost: readonly number[] | null;
  readonly notes: readonly string[];
  /** What was signed of its days. */
  readonly signed: readonly string[];
}

/** Who reports to whom, as the form names them. */
export interface Units {
  readonly reporting: string;
  readonly receiving: string;
}

const columnsOf = (
  first: number,
  columns: readonly { readonly heading: readonly string[]; readonly sumOf?: readonly number[] }[],
): readonly PrintedColumn[] =>
  columns.map(({ heading, sumOf = [] }, at) => ({ heading, sumOf, number: `(${first + at})` }));

const RECEIVED = 'Số lượng hồ sơ tiếp nhận';
const RESOLVED = 'Số lượng hồ sơ đã giải quyết';
const RUNNING = 'Số lượng hồ sơ đang giải quyết';

/** Columns (3) to (15) of forms 07a and 07b. */
export const FORM_07_PRINTED = columnsOf(3, [
  { heading: [RECEIVED, 'Tổng số'], sumOf: [1, 2, 3, 4, 5] },
  { heading: [RECEIVED, 'Trong kỳ', 'Trực tuyến toàn trình'] },
  { heading: [RECEIVED, 'Trong kỳ', 'Trực tuyến một phần'] },
  { heading: [RECEIVED, 'Trong kỳ', 'Qua dịch vụ bưu chính'] },
  { heading: [RECEIVED, 'Trong kỳ', 'Trực tiếp'] },
  { heading: [RECEIVED, 'Từ kỳ trước'] },
  { heading: [RESOLVED, 'Tổng số'], sumOf: [7, 8, 9] },
  { heading: [RESOLVED, 'Trước hạn'] },
  { heading: [RESOLVED, 'Đúng hạn'] },
  { heading: [RESOLVED, 'Quá hạn'] },
  { heading: [RUNNING, 'Tổng số'], sumOf: [11, 12] },
  { heading: [RUNNING, 'Trong hạn'] },
  { heading: [RUNNING, 'Quá hạn'] },
]);

const HANDLED = 'Hồ sơ đã xử lý';
const IN_HAND = 'Hồ sơ đang xử lý';
const SUSPENDED = 'Hồ sơ tạm dừng xử lý';
const ENDED = 'Dừng, đóng không có kết quả';
/** Columns of the QĐ 766 table. */
export const PROGRESS_766_PRINTED = columnsOf(3, [
  { heading: ['Hồ sơ tiếp nhận', 'Tổng số'], sumOf: [1, 2, 3, 4] },
  { heading: ['Hồ sơ tiếp nhận', 'Từ kỳ trước'] },
  { heading: ['Hồ sơ tiếp nhận', 'Trong kỳ', 'Trực tuyến'] },
  { heading: ['Hồ sơ tiếp nhận', 'Trong kỳ', 'Trực tiếp'] },
  { heading: ['Hồ sơ tiếp nhận', 'Trong kỳ', 'Bưu chính'] },
  { heading: [HANDLED, 'Tổng số'], sumOf: [6, 7, 8] },
  { heading: [HANDLED, 'Trước hạn'] },
  { heading: [HANDLED, 'Đúng hạn'] },
  { heading: [HANDLED, 'Quá hạn'] },
  { heading: [IN_HAND, 'Tổng số'], sumOf: [10, 11] },
  { heading: [IN_HAND, 'Trong hạn'] },
  { heading: [IN_HAND, 'Quá hạn'] },
  { heading: [SUSPENDED, 'Tổng số'], sumOf: [13, 14] },
  { heading: [SUSPENDED, 'Trong hạn'] },
  { heading: [SUSPENDED, 'Quá hạn'] },
  { heading: [ENDED, 'Tổng số'], sumOf: [16, 17, 18] },
  { heading: [ENDED, 'Trước hạn'] },
  { heading: [ENDED, 'Đúng hạn'] },
  { heading: [ENDED, 'Quá hạn'] },
]);

const numbersOf = (counts: Counts): readonly number[] => COLUMNS.map((name) => counts[name]);
const progressOf = (counts: Progress): readonly number[] => PROGRESS_COLUMNS.map((name) => counts[name]);
const byField = (rows: readonly FormRow[]): readonly PrintedRow[] =>
  rows.map(({ field, counts }) => ({ label: field, numbers: numbersOf(counts) }));

export const printed07a = (form: Certified<Form07a>, units: Units): PrintedForm => ({
  number: 'Biểu số 07a/BTP/KSTT',
  title: 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
  ...headOf(form.certificate, units),
  of: 'Lĩnh vực giải quyết',
  columns: FORM_07_PRINTED,
  sections: [{ heading: null, rows: byField(form.rows) }],
  total: numbersOf(form.total.counts),
  strict: numbersOf(form.total.strict),
  atMost: form.range === null ? null : numbersOf(form.range.atMost),
  notes: [
    strictNote(form.total.strict),
    ...carriedNotes(form),
    ...apartNotes(form),
    ...rangeNotes(form, FORM_07_PRINTED, numbersOf),
    proofOf(form.certificate),
  ],
});

export const printed07b = (form: Certified<Form07b>, units: Units): PrintedForm => ({
  number: 'Biểu số 07b/BTP/KSTT',
  title: 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH CỦA UBND CẤP TỈNH',
  ...headOf(form.certificate, units),
  of: 'Lĩnh vực giải quyết',
  columns: FORM_07_PRINTED,
  sections: [
    {
      heading: 'I. Tình hình, kết quả giải quyết TTHC thuộc phạm vi thẩm quyền của UBND cấp tỉnh',
      rows: byField(form.province.rows),
    },
    {
      heading: 'II. Tổng hợp tình hình, kết quả giải quyết TTHC thuộc phạm vi thẩm quyền của UBND cấp xã',
      rows: byField(form.communes.rows),
    },
  ],
  total: numbersOf(form.total.counts),
  strict: numbersOf(form.total.strict),
  atMost: form.range === null ? null : numbersOf(form.range.atMost),
  notes: [
    `Lưu ý: Mục II: Số liệu được tổng hợp từ báo cáo của UBND các xã, phường, đặc khu (${form.reporting} đơn vị có hồ sơ).`,
    strictNote(form.total.strict),
    ...[form.province, form.communes].flatMap((part, at) =>
      [...carriedNotes(part), ...apartNotes(part)].map((note) => `Mục ${at === 0 ? 'I' : 'II'}: ${note}`),
    ),
    ...(form.outside.ofMinistries === 0
      ? []
      : [`Ngoài biểu: ${form.outside.ofMinistries} hồ sơ do đơn vị ngành dọc giải quyết (biểu 07c của bộ).`]),
    ...(form.outside.ofUnknownAgencies === 0
      ? []
      : [`Ngoài biểu: ${form.outside.ofUnknownAgencies} hồ sơ của cơ quan không có trong danh mục.`]),
    ...rangeNotes(form, FORM_07_PRINTED, numbersOf),
    proofOf(form.certificate),
  ],
});

/** @param catalogue names the agencies */
export const printed766 = (table: Certified<Progress766>, units: Units, catalogue: CatalogueView): PrintedForm => ({
  number: 'Bộ chỉ số theo Quyết định 766/QĐ-TTg',
  title: 'TIẾN ĐỘ GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH',
  ...headOf(table.certificate, units),
  of: 'Cơ quan giải quyết',
  columns: PROGRESS_766_PRINTED,
  sections: [
    {
      heading: null,
      rows: table.rows.map(({ agency, counts }) => ({
        label: catalogue.findAgency(agency)?.name ?? agency,
        numbers: progressOf(counts),
      })),
    },
  ],
  total: progressOf(table.total.counts),
  strict: progressOf(table.total.strict),
  atMost: table.range === null ? null : progressOf(table.range.atMost),
  notes: [
    agreementOf(table),
    strictNote(table.form07a.total.strict),
    ...rangeNotes(table, PROGRESS_766_PRINTED, progressOf),
    proofOf(table.certificate),
  ],
});

function agreementOf({ total: { counts }, form07a }: Progress766): string {
  const { resolved, running } = form07a.total.counts;
  return (
    `Đối chiếu biểu 07a: đã xử lý ${counts.handled} + dừng, đóng ${counts.ended} = cột (9) ${resolved}; ` +
    `đang xử lý ${counts.running} + tạm dừng ${counts.suspended} = cột (13) ${running}.`
  );
}

const headOf = ({ period }: FormCertificate, { reporting, receiving }: Units) => ({
  signed: [],
  period: `Kỳ báo cáo: ${period.label}`,
  days: `(Từ ngày ${dayText(period.from)} đến ngày ${dayText(period.to)})`,
  units: [`- Đơn vị báo cáo: ${reporting}.`, `- Đơn vị nhận báo cáo: ${receiving}.`],
  unit: 'Đơn vị tính: Số hồ sơ TTHC.',
});

const dayText = (day: Day): string => day.split('-').toReversed().join('/');

const strictNote = ({ early, onTime, late, runningInTime, runningLate }: Counts): string =>
  `Theo hạn luật định: trước hạn ${early}, đúng hạn ${onTime}, quá hạn ${late}; ` +
  `đang giải quyết trong hạn ${runningInTime}, quá hạn ${runningLate}.`;

function carriedNotes({ carriedOver: over }: Form07a): readonly string[] {
  return [
    ...(over.restated.length === 0
      ? []
      : [
          `Kỳ trước đã báo cáo cột (13) là ${over.carriedAsReportedBefore}; nay biết là ${over.before} ` +
            `do ${over.restated.length} hồ sơ nhập muộn.`,
        ]),
    ...over.fromPredecessors.map(({ agency, dossiers }) => `Cột (8) gồm ${dossiers} hồ sơ nhận bàn giao từ ${agency}.`),
    ...over.toSuccessors.map(({ agency, dossiers }) => `Đã bàn giao ${dossiers} hồ sơ của kỳ trước cho ${agency}.`),
  ];
}

function apartNotes({ apart }: Form07a): readonly string[] {
  const { withdrawn, stopped, closed, paused, pausedLate, withoutDueDate } = apart;
  return [
    ...(withdrawn + stopped + closed === 0
      ? []
      : [`Cột (9) gồm ${withdrawn} hồ sơ rút, ${stopped} dừng, ${closed} đóng do không bổ sung.`]),
    ...(paused === 0
      ? []
      : [`Cột (13) gồm ${paused} hồ sơ đang chờ người nộp, ${pausedLate} đã quá hạn trước khi chờ.`]),
    ...(withoutDueDate === 0 ? [] : [`${withoutDueDate} hồ sơ của sổ cũ không có hạn, tính là không quá hạn.`]),
  ];
}

/** Between which values the sums of the form lie, while dossiers are set aside. */
function rangeNotes<C>(
  { range }: { readonly range: FormRange<C> | null },
  columns: readonly PrintedColumn[],
  numbers: (counts: C) => readonly number[],
): readonly string[] {
  if (range === null) return [];
  const { setAside, atLeast, atMost } = range;
  const [low, high] = [numbers(atLeast), numbers(atMost)];
  const sums = columns.flatMap(({ number, sumOf }, at) =>
    sumOf.length === 0 ? [] : [`${number} từ ${low[at]} đến ${high[at]}`],
  );
  return [
    `${setAside} hồ sơ đang cách ly, có thể thuộc kỳ này và không nằm trong cột nào: ` +
      `mỗi cột ở dòng tổng cộng có thể nhiều hơn, đến ${setAside}; cột ${sums.join(', ')}.`,
  ];
}

const proofOf = ({ agencies, evaluatedAt, asOf, definitionVersion, dossiers, digest }: FormCertificate): string =>
  `Định nghĩa phiên bản ${definitionVersion}; xét đến ${inVietnam(evaluatedAt)}; biết đến vị trí ${asOf ?? '–'}; ` +
  `${dossiers} hồ sơ${agencies === null ? '' : ` của ${agencies.length} cơ quan`}, mã băm ${digest}.`;
