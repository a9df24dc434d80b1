import type { Said, Signed, Told } from '#oversight';
import { signedLines } from './signed.js';

const said = (asOf: string, late: number): Said => ({
  ...{ asOf, definitionVersion: 2, dossiers: 4, digest: `d${asOf}`, terms: { late, early: 3 } },
});
const told: Told = {
  ...{ figure: 'on-time-rate', definitionVersion: 2, evaluatedAt: '2026-11-14T16:59:59.999Z', digest: 'x' },
  terms: { late: 4, early: 3 },
};
const lines = (beside: Signed | null) => signedLines(beside, told, (term) => (term === 'late' ? 'trễ hạn' : term));
const FIRST = 'H27.118 đã khóa sổ kỳ này: biết đến vị trí 0a, định nghĩa phiên bản 2, mã băm d0a.';
const signed = { agency: 'H27.118', signed: said('0a', 1), restated: [], differs: false };

describe('số đã ký, in words', () => {
  it('says nothing of what nobody signed', () => {
    expect(lines(null)).toEqual([]);
  });

  it('says that it is as it was signed', () => {
    expect(lines(signed)).toEqual([FIRST, 'Nay vẫn như số đã ký.']);
  });

  it('says what was restated, why, and what is otherwise now', () => {
    const again = { ...said('0b', 2), reason: 'Nhập muộn' };
    const more = { ...said('0c', 3), reason: 'Nhập muộn nữa' };
    expect(lines({ ...signed, restated: [again, more], differs: true })).toEqual([
      FIRST,
      'Điều chỉnh, biết đến vị trí 0b, lý do: Nhập muộn: trễ hạn 1 → 2.',
      'Điều chỉnh, biết đến vị trí 0c, lý do: Nhập muộn nữa: trễ hạn 2 → 3.',
      'Nay khác số đã ký: trễ hạn 3 → 4.',
    ]);
  });

  it('names no term where only the dossiers are others', () => {
    expect(lines({ ...signed, signed: said('0a', 4), differs: true }).at(-1)).toBe(
      'Nay khác số đã ký: của hồ sơ khác, hoặc tính khác.',
    );
  });

  it('says that a closing did not hold it', () => {
    const none = 'H27.118 đã khóa sổ kỳ này; con số này không có trong số đã ký.';
    expect(lines({ ...signed, signed: null, differs: null })).toEqual([none]);
    expect(lines({ ...signed, signed: null, restated: [{ ...said('0b', 4), reason: 'Chỉ tiêu mới' }] })).toEqual([
      none,
      'Điều chỉnh, biết đến vị trí 0b, lý do: Chỉ tiêu mới: trễ hạn 0 → 4; early 0 → 3.',
      'Nay vẫn như số đã ký.',
    ]);
  });
});
