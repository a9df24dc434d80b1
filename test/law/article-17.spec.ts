import { clockStartsAt, dueOnTheSameDay, oneCodeForLife } from '#law';
import { refusalOf } from '#testing';

describe('Điều 17 NĐ 118/2025', () => {
  it('a dossier without a code may be received (ND118-2025/17.3)', () => {
    expect(refusalOf(() => oneCodeForLife(null))).toBeNull();
  });

  it('a dossier that bears its code is not received again (ND118-2025/17.3)', () => {
    expect(refusalOf(() => oneCodeForLife('H27.118-261120-0007'))).toMatchObject({
      code: 'already-received',
      law: 'ND118-2025/17.3',
      facts: { code: 'H27.118-261120-0007' },
    });
  });

  it('the clock starts at reception also for what was never submitted before (ND118-2025/17.3)', () => {
    expect(clockStartsAt({ submittedAt: null, receivedAt: '2026-11-20T02:00:00.000Z' })).toBe(
      '2026-11-20T02:00:00.000Z',
    );
  });

  it('15:00 is no longer before 15:00 (ND118-2025/17.4)', () => {
    expect([dueOnTheSameDay('14:59'), dueOnTheSameDay('15:00')]).toEqual([true, false]);
  });
});
