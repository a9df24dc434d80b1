import { movesWhenRecordedInTime, rescheduleOnApology, rescheduleOnce } from '#law';
import { at, refusalOf } from '#testing';

describe('Điều 19 khoản 6 NĐ 118/2025', () => {
  it('the return may be put back a first time (ND118-2025/19.6)', () => {
    expect(refusalOf(() => rescheduleOnce(null))).toBeNull();
  });

  it('the return is not put back a second time (ND118-2025/19.6)', () => {
    expect(refusalOf(() => rescheduleOnce(at('2026-11-19 08:00')))).toMatchObject({
      code: 'already-rescheduled',
      law: 'ND118-2025/19.6',
    });
  });

  it('without a letter of apology nothing is put back (ND118-2025/19.6)', () => {
    expect(refusalOf(() => rescheduleOnApology(null))).toMatchObject({ code: 'no-apology', law: 'ND118-2025/19.6' });
    expect(rescheduleOnApology({ documentNo: 'XL-07' })).toEqual({ documentNo: 'XL-07' });
  });

  it.each([
    ['2026-11-16 07:00', true],
    ['2026-11-16 23:59', true], // still the due date in Vietnam, 16:59Z
    ['2026-11-17 00:00', false], // 17:00Z of the 16th is the 17th in Vietnam
  ])('recorded at %s, due 16/11 at 08:00, the figures follow: %p (ND118-2025/19.6)', (recordedAt, moves) => {
    expect(movesWhenRecordedInTime(at(recordedAt), at('2026-11-16 08:00'))).toBe(moves);
  });
});
