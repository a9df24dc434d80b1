import { dayAfter, startOf, vietnamDay } from '#kernel';
import type { Correction } from '../../outcome/standing.fold.js';
import type { FigureDefinition, Part } from '../definition.js';

/**
 * Sửa kết quả sai trong 03 ngày làm việc (Article 23.1): of the corrections of a wrong result those done by the day of their
 * deadline, each on the day it was done or, where that came later or never, on the day after the deadline. The class of the
 * dossier, and the period that it counts in, stay as they were.
 */
export const resultCorrections: FigureDefinition = {
  name: 'result-corrections',
  version: 1,
  vi: 'Sửa kết quả sai trong 03 ngày làm việc',
  source: 'Nghị định 118/2025/NĐ-CP Điều 23.1',
  addsMany: true,
  terms: {
    opened: 'phát hiện kết quả sai',
    'in-time': 'sửa đúng hạn',
    late: 'sửa quá hạn hoặc chưa sửa',
    open: 'đang sửa',
  },
  rates: { 'in-time': { vi: 'sửa đúng hạn', of: ['in-time'], among: ['in-time', 'late'] } },
  parts: ({ corrections }) =>
    corrections.flatMap((each) => [{ on: each.openedAt, terms: { opened: 1 } }, ...whileOpen(each), ...done(each)]),
  because: ({ corrections }) =>
    corrections.flatMap(({ openedAt, by, closedAt }, at) => {
      const vi = `lần sửa ${at + 1}`;
      return [
        { vi: `${vi}, phát hiện`, at: openedAt },
        { vi: `${vi}, phải sửa xong trong ngày`, at: by },
        { vi: `${vi}, sửa xong`, at: closedAt },
      ];
    }),
};

const whileOpen = ({ closedAt }: Correction): readonly Part[] =>
  closedAt === null ? [{ from: null, until: null, terms: { open: 1 } }] : [];

function done({ by, closedAt }: Correction): readonly Part[] {
  const lateFrom = startOf(dayAfter(vietnamDay(by), 1));
  if (closedAt === null || closedAt >= lateFrom) return [{ on: lateFrom, terms: { late: 1 } }];
  return [{ on: closedAt, terms: { 'in-time': 1 } }];
}
