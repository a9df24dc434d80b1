import { closeAfterFifteenDays, DEFAULT_SUPPLEMENT_POLICY, lateSupplementMovesNothing } from '#law';
import { at, refusalOf } from '#testing';

describe('Điều 19 khoản 5 NĐ 118/2025', () => {
  const closesAt = at('2026-11-20 07:00');

  it('an unanswered dossier is not closed a minute before its time (ND118-2025/19.5)', () => {
    expect(refusalOf(() => closeAfterFifteenDays(closesAt, at('2026-11-20 06:59')))).toMatchObject({
      code: 'not-yet-due',
      law: 'ND118-2025/19.5',
      facts: { closesAt },
    });
  });

  it('an unanswered dossier may be closed from that minute on (ND118-2025/19.5)', () => {
    expect(refusalOf(() => closeAfterFifteenDays(closesAt, closesAt))).toBeNull();
  });

  it.each([
    ['2026-11-16 08:00', false], // the due minute
    ['2026-11-16 23:59', false], // late on the due day is still that day
    ['2026-11-17 00:00', true], // the day after
  ])('a supplement asked for at %s, due 16/11 at 08:00, moves nothing: %p (ND118-2025/19.5)', (asked, nothing) => {
    expect(lateSupplementMovesNothing(at(asked), at('2026-11-16 08:00'))).toBe(nothing);
  });

  it('where sector law is silent the limit is counted again from the start (ND118-2025/19.5)', () => {
    expect(DEFAULT_SUPPLEMENT_POLICY).toBe('RESET');
  });
});
