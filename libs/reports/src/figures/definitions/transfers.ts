import { justAfter } from '#kernel';
import { between, ifLoaded, type WorkingCalendar } from '#working-time';
import { calendarOfSent } from '../../course/calendar-of.js';
import type { Sent } from '../../course/sent.fold.js';
import { deadlineOf } from '../../course/transfer-deadline.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { FigureDefinition, Part } from '../definition.js';

/**
 * Lưu chuyển hồ sơ liên thông: of what was sent from one agency to another, what was answered or delivered in time, and what
 * came to be late, each on its day. One that its dossier's end overtook in time is in no rate.
 */
export const transfers: FigureDefinition = {
  name: 'transfers',
  version: 1,
  vi: 'Liên thông: chuyển, tiếp nhận và trả kết quả đúng hạn',
  source: 'Nghị định 118/2025/NĐ-CP Điều 20.1; thời hạn từng chặng của quy trình',
  terms: {
    sent: 'đã chuyển',
    accepted: 'đã nhận',
    returned: 'trả lại',
    lapsed: 'hết hiệu lực cùng hồ sơ',
    'in-transit': 'đang chuyển',
    'in-time': 'đúng hạn',
    late: 'quá hạn',
    'minutes-on-the-way': 'thời gian chuyển (phút làm việc)',
    'not-computable': 'không tính được',
  },
  rates: { 'in-time': { vi: 'đúng hạn', of: ['in-time'], among: ['in-time', 'late'] } },
  parts(standing, calendars) {
    const { receivedAt, calendar, ended, sent } = standing;
    if (receivedAt === null || calendar === null) return [];
    const found = calendarOfSent(calendars, { receivedAt, calendar, ended, sent });
    return sent.flatMap((each) => [
      { on: each.sentAt, terms: { sent: 1 } },
      whereabouts(each, ended, found),
      ...punctuality(standing, each, found),
    ]);
  },
};

function whereabouts(
  { status, sentAt, answeredAt }: Sent,
  ended: Standing['ended'],
  calendar: WorkingCalendar | undefined,
): Part {
  if (answeredAt !== null) {
    const minutes = calendar === undefined ? 0 : between(calendar, sentAt, answeredAt);
    return { on: answeredAt, terms: { [status]: 1, 'minutes-on-the-way': minutes } };
  }
  return ended === null
    ? { from: null, until: null, terms: { 'in-transit': 1 } }
    : { on: ended.at, terms: { lapsed: 1 } };
}

function punctuality(standing: Standing, sent: Sent, calendar: WorkingCalendar | undefined): readonly Part[] {
  const deadline = calendar && ifLoaded(() => deadlineOf(standing, sent, calendar));
  if (deadline === undefined) return [{ on: sent.sentAt, terms: { 'not-computable': 1 } }];
  if (deadline === null) return [];
  const { lateAfter, settledAt, doneAt } = deadline;
  if (settledAt === null || settledAt > lateAfter) return [{ on: justAfter(lateAfter), terms: { late: 1 } }];
  return doneAt === null ? [] : [{ on: doneAt, terms: { 'in-time': 1 } }];
}
