import { justAfter } from '#kernel';
import { between, type WorkingCalendar } from '#working-time';
import { calendarsOfSent } from '../../course/calendar-of.js';
import type { Sent } from '../../course/sent.fold.js';
import { deadlineBy } from '../../course/transfer-deadline.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { Fact, FigureDefinition, Part } from '../definition.js';

/**
 * Lưu chuyển hồ sơ liên thông: of what was sent from one agency to another, what was answered or delivered in time, and what
 * came to be late, each on its day. One that its dossier's end overtook in time is in no rate.
 */
export const transfers: FigureDefinition = {
  name: 'transfers',
  version: 1,
  vi: 'Liên thông: chuyển, tiếp nhận và trả kết quả đúng hạn',
  source: 'Nghị định 118/2025/NĐ-CP Điều 20.1; thời hạn từng chặng của quy trình',
  addsMany: true,
  terms: {
    sent: 'đã chuyển',
    accepted: 'đã nhận',
    returned: 'trả lại',
    lapsed: 'hết hiệu lực cùng hồ sơ',
    'in-transit': 'đang chuyển',
    'in-time': 'đúng hạn',
    late: 'quá hạn',
    timed: 'có tính thời gian chuyển',
    'minutes-on-the-way': 'thời gian chuyển (phút làm việc)',
    'not-computable': 'không tính được',
  },
  rates: { 'in-time': { vi: 'đúng hạn', of: ['in-time'], among: ['in-time', 'late'] } },
  parts(standing, calendars) {
    const found = calendarsOfSent(calendars, standing);
    return standing.sent.flatMap((each) => [
      { on: each.sentAt, terms: { sent: 1 } },
      whereabouts(each, standing.ended, found[0]),
      ...punctuality(standing, each, found),
    ]);
  },
  because(standing, calendars) {
    const found = calendarsOfSent(calendars, standing);
    return standing.sent.flatMap((each): readonly Fact[] => {
      const vi = `lần chuyển ${each.transfer} đến ${each.to}${each.leg === null ? '' : ` (chặng ${each.leg})`}`;
      const deadline = deadlineBy(found, standing, each)?.deadline ?? null;
      return [
        { vi: `${vi}, chuyển`, at: each.sentAt },
        { vi: `${vi}, đúng hạn đến hết`, at: deadline?.lateAfter ?? null },
        { vi: `${vi}, ${each.status === 'returned' ? 'trả lại' : 'nhận'}`, at: each.answeredAt },
        ...(each.leg === null ? [] : [{ vi: `${vi}, trả kết quả`, at: each.doneAt }]),
      ];
    });
  },
};

function whereabouts(
  { status, sentAt, answeredAt }: Sent,
  ended: Standing['ended'],
  calendar: WorkingCalendar | undefined,
): Part {
  if (answeredAt !== null) {
    if (calendar === undefined) return { on: answeredAt, terms: { [status]: 1 } };
    const minutes = between(calendar, sentAt, answeredAt);
    return { on: answeredAt, terms: { [status]: 1, timed: 1, 'minutes-on-the-way': minutes }, calendar };
  }
  return ended === null
    ? { from: null, until: null, terms: { 'in-transit': 1 } }
    : { on: ended.at, terms: { lapsed: 1 } };
}

function punctuality(standing: Standing, sent: Sent, calendars: readonly WorkingCalendar[]): readonly Part[] {
  const by = deadlineBy(calendars, standing, sent);
  if (by === undefined) return [{ on: sent.sentAt, terms: { 'not-computable': 1 } }];
  const { deadline, calendar } = by;
  if (deadline === null) return [];
  const { lateAfter, settledAt, doneAt } = deadline;
  if (settledAt === null || settledAt > lateAfter) return [{ on: justAfter(lateAfter), terms: { late: 1 }, calendar }];
  return doneAt === null ? [] : [{ on: doneAt, terms: { 'in-time': 1 }, calendar }];
}
