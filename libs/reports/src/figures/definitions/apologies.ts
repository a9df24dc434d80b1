import { classOf, pausedSince, whileLate } from '../../outcome/classes.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { FigureDefinition, Part, Terms } from '../definition.js';

/**
 * Xin lỗi khi quá hạn (Article 19.6): of the dossiers late by the lawful date, finished in the period or running as it ends,
 * those with an apology; and of these the ones whose apology came by its deadline. One that was owed at once, because no
 * working day lay between, counts for coverage and not for timeliness.
 */
export const apologies: FigureDefinition = {
  name: 'apologies',
  version: 1,
  vi: 'Văn bản xin lỗi cho hồ sơ quá hạn',
  source: 'Nghị định 118/2025/NĐ-CP Điều 19.6; Kế hoạch 513/KH-UBND Hà Tĩnh 2021: 1/1',
  terms: {
    late: 'quá hạn luật định',
    apologised: 'đã có văn bản xin lỗi',
    'with-deadline': 'trong đó có hạn gửi văn bản',
    'in-time': 'gửi đúng hạn',
  },
  rates: {
    coverage: { vi: 'có văn bản xin lỗi', of: ['apologised'], among: ['late'] },
    timeliness: { vi: 'xin lỗi đúng hạn', of: ['in-time'], among: ['with-deadline'] },
  },
  parts(standing) {
    const { receivedAt, ended } = standing;
    if (receivedAt === null) return [];
    const late: readonly Part[] = whileLate(standing, 'strict').map((spell) => ({
      ...spell,
      terms: apologised(standing, pausedSince(standing) !== null),
    }));
    if (ended === null || classOf(standing, 'strict', ended.at) !== 'late') return late;
    return [...late, { on: ended.at, terms: apologised(standing, false) }];
  },
  because: ({ lawful, apologies: { first, sinceMove, by } }) => [
    { vi: 'hạn luật định (so sánh theo ngày)', at: lawful },
    { vi: 'văn bản xin lỗi đầu tiên', at: first },
    { vi: 'văn bản đầu tiên kể từ khi hạn luật định dời lần cuối', at: sinceMove },
    { vi: 'hạn gửi văn bản xin lỗi', at: by },
  ],
};

/** While the applicant is waited for there is no deadline. */
function apologised({ apologies: { first, sinceMove, by } }: Standing, isWaiting: boolean): Terms {
  if (first === null) return { late: 1 };
  if (by === null || isWaiting) return { late: 1, apologised: 1 };
  const counted = { late: 1, apologised: 1, 'with-deadline': 1 };
  return sinceMove !== null && sinceMove <= by ? { ...counted, 'in-time': 1 } : counted;
}
