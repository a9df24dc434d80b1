import { inVietnam, type Instant } from '#kernel';
import type { Holder, HolderShare, Lateness, Ledger, LedgerStatus, LimitLine } from '#reports';
import type { Fraction } from '#working-time';

const STATUSES: Readonly<Record<LedgerStatus, string>> = {
  'not-received': 'chưa tiếp nhận',
  running: 'đang giải quyết',
  waiting: 'đang chờ người nộp',
  finished: 'đã xử lý xong',
  withdrawn: 'đã rút',
  stopped: 'đã dừng giải quyết',
  closed: 'đã đóng do không bổ sung',
};

const KINDS: Readonly<Record<Holder['is'], string>> = {
  applicant: 'người nộp (bổ sung)',
  'financial-obligation': 'nghĩa vụ tài chính',
  transit: 'trên đường chuyển',
  leg: 'cơ quan phối hợp',
  unit: 'đơn vị xử lý',
  desk: 'một cửa',
};

type NameOf = (agency: string) => string;

/** Sổ trách nhiệm as a person reads it. */
export const ledgerPage = (ledger: Ledger, nameOf: NameOf): string =>
  [
    `${ledger.code ?? ledger.dossierId}  ${STATUSES[ledger.status]}`,
    `Tổng thời gian làm việc: ${duration(ledger.elapsed)}`,
    '',
    ...columns([
      ['Người giữ', 'Từ', 'Đến', 'Thời gian làm việc', 'Tỷ lệ'],
      ...ledger.turns.map(({ holder, from, to, minutes }) => [
        holderText(holder, nameOf),
        short(from),
        to === null ? 'nay' : short(to),
        duration(minutes),
        share(minutes, ledger.elapsed),
      ]),
    ]),
    '',
    ...columns([
      ['Cộng theo người giữ', 'Thời gian làm việc', 'Tỷ lệ'],
      ...ledger.shares.map((each) => [
        shareText(each, nameOf),
        duration(each.minutes),
        share(each.minutes, ledger.elapsed),
      ]),
    ]),
    ...limits(ledger, nameOf),
    ...lateness(ledger),
    ...collection(ledger),
  ].join('\n');

const limits = ({ limits: lines }: Ledger, nameOf: NameOf): readonly string[] =>
  lines.length === 0
    ? []
    : [
        '',
        ...columns([
          ['Hạn mức', 'Cơ quan', 'Được phép', 'Đã giữ', 'Đồng hồ chặng', 'Quá hạn mức'],
          ...lines.map((line) => [
            line.of.is === 'leg' ? `chặng ${line.of.leg}` : `bước ${line.of.step}`,
            nameOf(line.agency),
            line.allowed === null ? 'không quy định' : exactly(line.allowed),
            duration(line.held),
            line.ran === null ? '' : duration(line.ran),
            overrun(line),
          ]),
        ]),
      ];

const overrun = ({ overrun: over }: LimitLine): string => (over.numerator === 0 ? '–' : exactly(over));

const lateness = ({ lateness: late }: Ledger): readonly string[] =>
  late === null ? [] : ['', latenessText('Hạn theo luật', late.lawful), latenessText('Hạn đang áp dụng', late.current)];

const latenessText = (which: string, { dueAt, late, minutes }: Lateness): string =>
  `${which.padEnd(18)} ${short(dueAt)}  ${late ? `trễ ${duration(minutes)}` : 'chưa quá hạn'}`;

const collection = ({ collection: waited }: Ledger): readonly string[] => {
  if (waited === null) return [];
  const length = waited.minutes === null ? '' : `, ${duration(waited.minutes)}`;
  return [`Chờ trả kết quả: từ ${short(waited.from)} đến ${waited.to === null ? 'nay' : short(waited.to)}${length}`];
};

function holderText(holder: Holder, nameOf: NameOf): string {
  const kind = KINDS[holder.is];
  switch (holder.is) {
    case 'applicant':
    case 'financial-obligation':
      return kind;
    case 'transit':
      return `${kind}: ${nameOf(holder.from)} → ${nameOf(holder.to)}`;
    case 'leg':
      return `${kind}: ${nameOf(holder.agency)}, chặng ${holder.leg}`;
    case 'unit':
      return `${kind}: ${nameOf(holder.agency)}, bước ${holder.step}`;
    case 'desk':
      return `${kind}: ${nameOf(holder.agency)}`;
  }
}

const shareText = ({ is, agency }: HolderShare, nameOf: NameOf): string =>
  agency === null ? KINDS[is] : `${KINDS[is]}${is === 'transit' ? ' đến' : ':'} ${nameOf(agency)}`;

const HOUR = 60;
const DAY = 480;

/** Working minutes in working days of eight hours. */
export function duration(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / DAY), Math.floor((minutes % DAY) / HOUR), minutes % HOUR];
  const parts = [days > 0 ? `${days} ngày` : '', hours > 0 ? `${hours} giờ` : '', rest > 0 ? `${rest} phút` : ''];
  return parts.filter((part) => part !== '').join(' ') || '0 phút';
}

/** The whole minutes and what is left of one. */
function exactly({ numerator, denominator }: Fraction): string {
  const rest = numerator % denominator;
  const whole = duration((numerator - rest) / denominator);
  return rest === 0 ? whole : `${whole} và ${rest}/${denominator} phút`;
}

/** Per mille as percent with one decimal, rounded half up; only ever formatted. */
function share(minutes: number, elapsed: number): string {
  if (elapsed === 0) return '–';
  const mille = Math.floor((2_000 * minutes + elapsed) / (2 * elapsed));
  return `${Math.floor(mille / 10)},${mille % 10} %`;
}

const short = (instant: Instant): string => {
  const [day = '', time = ''] = inVietnam(instant).split('T');
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
};

/** Cells in columns as wide as their widest. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
