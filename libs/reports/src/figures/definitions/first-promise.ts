import { vietnamDay } from '#kernel';
import type { FigureDefinition } from '../definition.js';

const ONE_SUPPLEMENT = 1;

/** Hẹn và trả kết quả một lần: finished by the date on the receipt, asked to supplement once at most, never put back. */
export const firstPromise: FigureDefinition = {
  name: 'first-promise-kept',
  version: 1,
  vi: 'Hẹn và trả kết quả một lần',
  source: '881/QĐ-UBND Quảng Ngãi 2017',
  terms: { kept: 'đúng hẹn lần đầu', broken: 'không đúng hẹn lần đầu', 'no-due-date': 'không có hạn' },
  rates: { kept: { vi: 'đúng hẹn lần đầu', of: ['kept'], among: ['kept', 'broken'] } },
  parts({ receivedAt, first, supplements, rescheduled, ended }) {
    if (receivedAt === null || ended?.as !== 'finished') return [];
    if (first === null) return [{ on: ended.at, terms: { 'no-due-date': 1 } }];
    const isKept = vietnamDay(ended.at) <= vietnamDay(first) && supplements <= ONE_SUPPLEMENT && !rescheduled;
    return [{ on: ended.at, terms: { [isKept ? 'kept' : 'broken']: 1 } }];
  },
  because: ({ first, supplements, rescheduled }) => [
    { vi: 'hạn trên giấy hẹn (so sánh theo ngày)', at: first },
    { vi: 'lần yêu cầu bổ sung', is: supplements },
    { vi: 'hẹn lại', is: rescheduled ? 'có' : 'không' },
  ],
};
