import { between, limitInMinutes, type Limit, type WorkingCalendar } from '#working-time';
import { findCalendarOf } from '../../course/calendar-of.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { Fact, FigureDefinition } from '../definition.js';

/** A calendar day is 2400/7 working minutes: in sevenths every limit is whole. */
const SEVENTHS = 7;
const inSevenths = (limit: Limit): number => {
  const { numerator, denominator } = limitInMinutes(limit);
  return (numerator * SEVENTHS) / denominator;
};

const source = '881/QĐ-UBND Quảng Ngãi 2017: ≥ 30/100; 1331/QĐ-UBND Lai Châu 2015: ≥ 1/3';
const terms = {
  dossiers: 'hồ sơ',
  statutory: 'thời hạn luật định (1/7 phút làm việc)',
  'not-computable': 'không tính được',
} as const;

/** Cắt giảm đã cam kết: 1 − Σ promised / Σ statutory limit of the dossiers received in the period, each by its own. */
export const promisedCut: FigureDefinition = {
  name: 'promised-cut',
  version: 1,
  vi: 'Cắt giảm thời hạn đã công bố',
  source,
  terms: { ...terms, promised: 'thời hạn đã hứa (1/7 phút làm việc)' },
  rates: { cut: { vi: 'cắt giảm', of: ['promised'], among: ['statutory'], isCut: true } },
  parts({ receivedAt, limits }) {
    if (receivedAt === null) return [];
    if (limits === null) return [{ on: receivedAt, terms: { 'not-computable': 1 } }];
    const [statutory, promised] = [inSevenths(limits.statutory), inSevenths(limits.counted)];
    return [{ on: receivedAt, terms: { dossiers: 1, statutory, promised } }];
  },
  because: ({ limits }) => limitsOf(limits),
};

/**
 * Cắt giảm thực tế: 1 − Σ working minutes that offices held them / Σ statutory limit, of the dossiers finished in the
 * period. What the applicant was waited for is nobody's at the offices. Not computable without limits or a calendar.
 */
export const actualCut: FigureDefinition = {
  name: 'actual-cut',
  version: 1,
  vi: 'Cắt giảm thời gian thực tế',
  source,
  terms: { ...terms, held: 'thời gian cơ quan giữ (1/7 phút làm việc)' },
  rates: { cut: { vi: 'cắt giảm', of: ['held'], among: ['statutory'], isCut: true } },
  parts(standing, calendars) {
    const { receivedAt, ended, limits } = standing;
    if (receivedAt === null || ended?.as !== 'finished') return [];
    const counted = heldBy(standing, calendars);
    if (counted === null || limits === null) return [{ on: ended.at, terms: { 'not-computable': 1 } }];
    const statutory = inSevenths(limits.statutory);
    const { held, calendar } = counted;
    return [{ on: ended.at, terms: { dossiers: 1, statutory, held: held * SEVENTHS }, calendar }];
  },
  because(standing, calendars) {
    const counted = heldBy(standing, calendars);
    return [
      ...limitsOf(standing.limits).slice(0, 1),
      { vi: 'phút làm việc cơ quan giữ', is: counted?.held ?? 'không tính được' },
      { vi: 'lần chờ người nộp', is: standing.waits.length },
    ];
  },
};

const limitsOf = (limits: Standing['limits']): readonly Fact[] =>
  limits === null
    ? [{ vi: 'thời hạn', is: 'không rõ' }]
    : [
        { vi: 'thời hạn luật định', is: `${limits.statutory.amount} ${limits.statutory.unit}` },
        { vi: 'thời hạn đã hứa', is: `${limits.counted.amount} ${limits.counted.unit}` },
      ];

/** Working minutes from reception to the end without the waits for the applicant; null where they cannot be counted. */
function heldBy(
  { receivedAt, ended, calendar, waits }: Standing,
  calendars: readonly WorkingCalendar[],
): { readonly held: number; readonly calendar: WorkingCalendar } | null {
  if (receivedAt === null || ended === null || calendar === null) return null;
  const found = findCalendarOf(calendars, { calendar, receivedAt }, ended.at);
  if (found === undefined) return null;
  const waited = waits.reduce((all, { from, to }) => all + between(found, from, to ?? ended.at), 0);
  return { held: between(found, receivedAt, ended.at) - waited, calendar: found };
}
