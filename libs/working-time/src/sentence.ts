import { never, vietnamDay, type Day, type Instant } from '#kernel';
import type { LimitUnit } from './limit.js';
import { dayNumberOf, hourOf, minuteOf, timeOfDay, weekdayOf } from './moment.js';
import type { StartReason, Trace, TraceEntry } from './trace.js';

const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'] as const;

const UNITS: Readonly<Record<LimitUnit, string>> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  month: 'tháng',
  hour: 'giờ làm việc',
  'same-day': 'trong ngày làm việc',
};

const START_REASONS: Readonly<Record<StartReason, string>> = {
  'working-time': 'trong giờ làm việc',
  'before-opening': 'trước giờ mở cửa',
  lunch: 'trong giờ nghỉ trưa',
  'after-closing': 'từ giờ đóng cửa trở đi',
  'day-off': 'ngày nghỉ',
};

/** Thứ Ba 24/11 */
const onDay = (day: Day): string => `${WEEKDAYS[weekdayOf(dayNumberOf(day))] ?? ''} ${day.slice(8)}/${day.slice(5, 7)}`;
const onDate = (day: Day): string => `${onDay(day)}/${day.slice(0, 4)}`;
const hour = (at: Instant): string => hourOf(timeOfDay(minuteOf(at)));
const moment = (at: Instant): string => `${hour(at)} ${onDay(vietnamDay(at))}`;
const decimal = (amount: number): string => String(amount).replace('.', ',');

const days = (run: { readonly from: Day; readonly to: Day }): string =>
  run.from === run.to ? onDay(run.from) : `Từ ${onDay(run.from)} đến ${onDay(run.to)}`;

const stretch = ({ from, to }: { readonly from: Instant; readonly to: Instant }): string =>
  vietnamDay(from) === vietnamDay(to)
    ? `${onDay(vietnamDay(from))}, ${hour(from)}–${hour(to)}`
    : `Từ ${moment(from)} đến ${moment(to)}`;

/** The calendar names some days by what they are ("nghỉ bù …", "hoán đổi với …"), the others by the holiday alone. */
function holiday(name: string): string {
  if (/^nghỉ /i.test(name)) return name;
  return /^(Tết|hoán đổi) /.test(name) ? `nghỉ ${name}` : `nghỉ lễ ${name}`;
}

const counted = (run: { readonly days: number; readonly minutes?: number }): string =>
  run.minutes === undefined ? `tính ${run.days} ngày làm việc` : `tính ${run.minutes} phút làm việc`;

/** One line of a trace as a clerk reads it, e.g. "Thứ Ba 24/11: nghỉ lễ Ngày Văn hóa Việt Nam – không tính". */
export function sentence(entry: TraceEntry): string {
  switch (entry.is) {
    case 'limit': {
      const basis = { local: ' (do địa phương công bố)', statutory: ' (theo quy định)' } as const;
      const amount = entry.amount === undefined ? '' : `${decimal(entry.amount)} `;
      return `Thời hạn: ${amount}${UNITS[entry.unit]}${entry.basis === undefined ? '' : basis[entry.basis]}`;
    }
    case 'start':
    case 'resume': {
      const what = entry.is === 'start' ? 'Bắt đầu' : 'Tiếp tục';
      const from = `${what} ${hour(entry.from)} ${onDate(vietnamDay(entry.from))} (${START_REASONS[entry.because]})`;
      return entry.from === entry.to ? `${from}: tính từ đó` : `${from}: tính từ ${moment(entry.to)}`;
    }
    case 'start-day':
      return `${onDay(entry.on)}: ngày bắt đầu – không tính`;
    case 'working-days':
      return `${days(entry)}: ${counted(entry)}`;
    case 'swapped-days':
      return `${days(entry)}: làm việc (${entry.name}) – ${counted(entry)}`;
    case 'weekend':
      return `${days(entry)}: nghỉ cuối tuần – không tính`;
    case 'holiday':
      return `${days(entry)}: ${holiday(entry.name)} – không tính`;
    case 'counted':
      return `${stretch(entry)}: tính ${entry.minutes} phút làm việc`;
    case 'lunch':
      return `${stretch(entry)}: nghỉ trưa – không tính`;
    case 'outside-hours':
      return `${stretch(entry)}: ngoài giờ làm việc – không tính`;
    case 'calendar-days':
      return `${entry.days} ngày kể từ ${onDay(entry.from)}, kể cả ngày nghỉ: đến ${onDay(entry.to)}`;
    case 'months': {
      const clamped = entry.clamped ? ' (ngày cuối tháng)' : '';
      return `${entry.months} tháng kể từ ${onDate(entry.from)}: đến ${onDate(entry.to)}${clamped}`;
    }
    case 'same-day':
      return entry.beforeCutOff
        ? `Bắt đầu tính ${moment(entry.from)}, trước 15:00: trả kết quả trong ngày`
        : `Bắt đầu tính ${moment(entry.from)}, từ 15:00 trở đi: trả kết quả trong ngày làm việc tiếp theo`;
    case 'pause':
      return `${stretch(entry)}: tạm dừng – không tính, hạn trước đó ${moment(entry.dueBefore)}; ${kept(entry)}`;
    case 'pause-without-effect':
      return entry.because === 'before-count'
        ? `${stretch(entry)}: tạm dừng trước khi bắt đầu tính – hạn không đổi`
        : `${stretch(entry)}: tạm dừng sau ngày hết hạn (${moment(entry.dueBefore)}) – hạn không đổi`;
    case 'put-back':
      return `Lùi ${entry.days} ngày tạm dừng: từ ${onDay(entry.from)} đến ${onDay(entry.to)}`;
    case 'roll':
      return `${onDay(entry.from)} là ngày nghỉ: chuyển sang ${onDay(entry.to)}`;
    case 'end':
      return `Hạn: ${hour(entry.at)} ${onDate(vietnamDay(entry.at))}`;
    default:
      return never(entry);
  }
}

function kept(pause: Extract<TraceEntry, { is: 'pause' }>): string {
  if (pause.policy === 'RESET') return 'tính lại từ đầu';
  return pause.days === undefined ? `còn ${pause.remaining ?? 0} phút làm việc` : `lùi hạn ${pause.days} ngày`;
}

/** The whole account, a sentence a line. */
export const sentences = (trace: Trace): readonly string[] => trace.map(sentence);
