import type { Limit } from '#working-time';
import type { CatalogueChannel } from './catalogue.events.js';

/** A limit as the printed text states it, with the words that stand behind it until the next one. */
export interface StatedLimit {
  readonly channel: CatalogueChannel;
  readonly limit: Limit;
  readonly words: string;
}

const CHANNELS: Readonly<Record<string, CatalogueChannel>> = {
  'Trực tuyến': 'online',
  'Dịch vụ bưu chính': 'post',
  'Trực tiếp': 'counter',
};
const UNITS: Readonly<Record<string, Limit['unit']>> = {
  'Ngày làm việc': 'working-day',
  'Giờ làm việc': 'hour',
  Ngày: 'calendar-day',
  Giờ: 'hour',
  Tháng: 'month',
};
const STATED =
  /(Trực tuyến|Dịch vụ bưu chính|Trực tiếp)(\d+(?:[.,]\d+)?) (Ngày làm việc|Giờ làm việc|Ngày|Giờ|Tháng)/gu;
const NEXT_CHANNEL = /(?:Trực tuyến|Dịch vụ bưu chính|Trực tiếp)(?=\d|Không có thông tin|Miễn phí)/u;
const FEE = /^(?:Miễn phí|Không có thông tin|[\d.,]+ (?:Việt Nam Đồng|VNĐ|USD))/u;
const LONGEST_WORDS = 160;

/**
 * The limits that a national record prints, as `Trực tuyến5 Ngày làm việcMiễn phíTrực tiếp…`, in their order.
 * The texts end at 400 characters: a unit cut there is read as it stands.
 */
export function statedLimits(text: string): readonly StatedLimit[] {
  const found: StatedLimit[] = [];
  for (const { 0: whole, 1: name = '', 2: amount = '', 3: unitName = '', index } of text.matchAll(STATED)) {
    const channel = CHANNELS[name];
    const unit = UNITS[unitName];
    if (channel === undefined || unit === undefined) continue;
    const words = wordsOf(text.slice(index + whole.length));
    found.push({ channel, limit: { amount: Number(amount.replace(',', '.')), unit }, words });
  }
  return found;
}

function wordsOf(rest: string): string {
  const next = rest.search(NEXT_CHANNEL);
  const words = (next === -1 ? rest : rest.slice(0, next)).replace(FEE, '').trim();
  return words.length <= LONGEST_WORDS ? words : `${words.slice(0, LONGEST_WORDS).trimEnd()}…`;
}

const UNIT_NAMES: Readonly<Record<Limit['unit'], string>> = {
  'working-day': 'ngày làm việc',
  'calendar-day': 'ngày',
  month: 'tháng',
  hour: 'giờ làm việc',
  'same-day': 'trong ngày',
};

/** A limit in Vietnamese, e.g. `1,5 ngày làm việc`. */
export const limitInWords = ({ amount, unit }: Limit): string =>
  unit === 'same-day' ? UNIT_NAMES[unit] : `${String(amount).replace('.', ',')} ${UNIT_NAMES[unit]}`;
