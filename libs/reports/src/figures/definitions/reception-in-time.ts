import { justAfter, type Instant } from '#kernel';
import { answerBy, ifLoaded, type WorkingCalendar } from '#working-time';
import type { FigureDefinition } from '../definition.js';

/**
 * Tiếp nhận hồ sơ trực tuyến đúng hạn (Article 17.2): each submission counts once, on the day of its answer or, where that
 * came later or never, on the day that its eight working hours ran out. Withdrawn before, nobody owed an answer.
 */
export const receptionInTime: FigureDefinition = {
  name: 'reception-in-time',
  version: 2,
  vi: 'Tiếp nhận hồ sơ trực tuyến trong 08 giờ làm việc',
  source: 'Nghị định 118/2025/NĐ-CP Điều 17.2',
  terms: { 'in-time': 'trả lời đúng hạn', late: 'trả lời trễ hoặc chưa', 'not-computable': 'không tính được' },
  rates: { 'in-time': { vi: 'trả lời đúng hạn', of: ['in-time'], among: ['in-time', 'late'] } },
  unreceived: true,
  parts({ channel, submittedAt, answeredAt, ended }, calendars) {
    if (channel !== 'online' || submittedAt === null) return [];
    const found = deadline(submittedAt, calendars);
    if (found === null) return [{ on: submittedAt, terms: { 'not-computable': 1 } }];
    const { by, calendar } = found;
    const end = answeredAt ?? ended?.at ?? null;
    if (end !== null && end <= by)
      return answeredAt === null ? [] : [{ on: answeredAt, terms: { 'in-time': 1 }, calendar }];
    return [{ on: justAfter(by), terms: { late: 1 }, calendar }];
  },
  because: ({ submittedAt, answeredAt }, calendars) => [
    { vi: 'nộp trực tuyến', at: submittedAt },
    { vi: 'phải trả lời trước hoặc đúng lúc', at: submittedAt && (deadline(submittedAt, calendars)?.by ?? null) },
    { vi: 'trả lời', at: answeredAt },
  ],
};

/** By the newest calendar that was known and has the days; null where none has. */
function deadline(
  submittedAt: Instant,
  calendars: readonly WorkingCalendar[],
): { readonly by: Instant; readonly calendar: WorkingCalendar } | null {
  for (const calendar of calendars.toReversed()) {
    const by = ifLoaded(() => answerBy(calendar, submittedAt));
    if (by !== undefined) return { by, calendar };
  }
  return null;
}
