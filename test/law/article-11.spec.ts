import { caseOf } from '#dossier';
import { oneCodeForLife, oneDeskSupplement } from '#law';
import { doing, on, refusalOf, stateAfter } from '#testing';

describe('Điều 11 khoản 2 NĐ 118/2025', () => {
  it('an officer asks for completion once (ND118-2025/11.2.c)', () => {
    expect(refusalOf(() => oneDeskSupplement(0, null))).toBeNull();
    expect(refusalOf(() => oneDeskSupplement(1, null))?.code).toBe('second-desk-supplement');
  });

  it('an officer gives what is received a code, and not a second one (ND118-2025/11.2.d)', () => {
    const code = caseOf(stateAfter(doing('ReceiveDossier', on('2026-11-02 08:00'))))?.code ?? null;
    expect(code).toBe('H27.118-261102-0001');
    expect(refusalOf(() => oneCodeForLife(code))?.code).toBe('already-received');
  });
});
