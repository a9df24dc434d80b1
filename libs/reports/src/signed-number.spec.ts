import type { Said, SignedNumber } from '#oversight';
import { signedLines } from './signed-number.js';

const said = (asOf: string, late: number): Said => ({
  ...{ asOf, definitionVersion: 2, dossiers: 4, digest: `d${asOf}`, terms: { late, early: 3 } },
});
const lines = (beside: SignedNumber | null) =>
  signedLines(beside, { terms: { late: 4, early: 3 } }, (term) => (term === 'late' ? 'trễ hạn' : term));
const FIRST = 'H27.118 đã khóa sổ kỳ này: biết đến vị trí 0a, định nghĩa phiên bản 2, mã băm d0a.';
const signed: SignedNumber = {
  ...{ agency: 'H27.118', evaluatedAt: '2026-11-14T16:59:59.999Z', said: said('0a', 1), restated: [] },
  compared: 'as-signed',
};
const DIFFERS = 'Số trên khác số đã ký: trễ hạn 1 → 4';

describe('số đã ký, in words', () => {
  it('says nothing of what nobody signed', () => {
    expect(lines(null)).toEqual([]);
  });

  it.each([
    ['as-signed', [FIRST, 'Số trên như số đã ký.']],
    ['otherwise', [FIRST, `${DIFFERS}.`]],
    ['of-other-agencies', [FIRST, `${DIFFERS}; cơ quan trực thuộc không còn như khi ký.`]],
    ['at-another-instant', [FIRST, `${DIFFERS}; số đã ký xét đến 2026-11-14T23:59:59+07:00.`]],
    ['before-signing', [FIRST, `${DIFFERS}; hỏi về điều đã biết trước khi ký.`]],
    ['unknown', ['Không đọc được nhật ký: chưa biết H27.118 đã ký gì của kỳ này.']],
  ] as const)('says how it is to what was signed: %s', (compared, expected) => {
    expect(lines({ ...signed, compared })).toEqual(expected);
  });

  it('says what was restated, why, and what is otherwise now', () => {
    const again = { asOf: '0b', said: said('0b', 2), reason: 'Nhập muộn' };
    const more = { asOf: '0c', said: said('0c', 3), reason: 'Nhập muộn nữa' };
    expect(lines({ ...signed, restated: [again, more], compared: 'otherwise' })).toEqual([
      FIRST,
      'Điều chỉnh, biết đến vị trí 0b, lý do: Nhập muộn: trễ hạn 1 → 2.',
      'Điều chỉnh, biết đến vị trí 0c, lý do: Nhập muộn nữa: trễ hạn 2 → 3.',
      'Số trên khác lần điều chỉnh gần nhất: trễ hạn 3 → 4.',
    ]);
  });

  it('says that a form was taken back, and signed again', () => {
    const taken = { asOf: '0b', said: null, reason: 'Biểu bị từ chối' };
    const again = { asOf: '0c', said: said('0c', 4), reason: 'Biểu cân lại' };
    expect(lines({ ...signed, restated: [taken, again] }).slice(1)).toEqual([
      'Điều chỉnh, biết đến vị trí 0b, lý do: Biểu bị từ chối: biểu bị từ chối, không còn số nào.',
      'Điều chỉnh, biết đến vị trí 0c, lý do: Biểu cân lại: trễ hạn 0 → 4; early 0 → 3.',
      'Số trên như lần điều chỉnh gần nhất.',
    ]);
  });

  it('names no term where only the dossiers are others', () => {
    expect(lines({ ...signed, said: said('0a', 4), compared: 'otherwise' }).at(-1)).toBe(
      'Số trên khác số đã ký: của hồ sơ khác, hoặc tính khác.',
    );
  });

  it('says that a closing did not hold it', () => {
    const none = 'H27.118 đã khóa sổ kỳ này; con số này không có trong số đã ký.';
    expect(lines({ ...signed, said: null, compared: 'not-signed' })).toEqual([none]);
    const restated = [{ asOf: '0b', said: said('0b', 4), reason: 'Chỉ tiêu mới' }];
    expect(lines({ ...signed, said: null, restated })).toEqual([
      none,
      'Điều chỉnh, biết đến vị trí 0b, lý do: Chỉ tiêu mới: trễ hạn 0 → 4; early 0 → 3.',
      'Số trên như lần điều chỉnh gần nhất.',
    ]);
  });
});
