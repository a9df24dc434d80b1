import { isDay, type Instant } from '#kernel';

/** How an older register writes dates. Without an offset they are of the clock in Vietnam. */
export const MOMENT_FORMATS = ['iso-with-offset', 'yyyy-MM-dd HH:mm:ss', 'dd/MM/yyyy HH:mm', 'dd/MM/yyyy'] as const;
export type MomentFormat = (typeof MOMENT_FORMATS)[number];

const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2})`;
const PATTERNS: Readonly<Record<MomentFormat, RegExp>> = {
  'iso-with-offset': new RegExp(
    String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[ T]${TIME}(?::(?<second>\d{2})(?<fraction>\.\d{1,9})?)?(?<offset>Z|[+-]\d{2}:\d{2})$`,
  ),
  'yyyy-MM-dd HH:mm:ss': new RegExp(
    String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[ T]${TIME}(?::(?<second>\d{2})(?<fraction>\.\d{1,9})?)?$`,
  ),
  'dd/MM/yyyy HH:mm': new RegExp(
    String.raw`^(?<day>\d{2})/(?<month>\d{2})/(?<year>\d{4}) ${TIME}(?::(?<second>\d{2}))?$`,
  ),
  'dd/MM/yyyy': /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})$/,
};
const VIETNAM = '+07:00';

/** The instant that a register's text means, cut to the millisecond; null where it is none, as 30/02, 25:00 or the year 0. */
export function momentOf(text: string, format: MomentFormat): Instant | null {
  const parts = PATTERNS[format].exec(text)?.groups;
  if (parts === undefined) return null;
  const { year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '' } = parts;
  const date = `${year}-${month}-${day}`;
  const milliseconds = (fraction.slice(1) + '000').slice(0, 3);
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${milliseconds}${parts['offset'] ?? VIETNAM}`);
  return isDay(date) && hour < '24' && Number.isFinite(time) ? new Date(time).toISOString() : null;
}

/** What a workbook holds as a date: the clock that it shows, taken as Vietnam's; null where it is none. */
export const shownIn = (date: Date): Instant | null =>
  isDay(date.toJSON()?.slice(0, 'yyyy-mm-dd'.length) ?? '')
    ? new Date(date.getTime() - 7 * 3_600_000).toISOString()
    : null;
