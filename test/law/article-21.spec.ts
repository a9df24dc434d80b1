import { adjustWhatWasFiledOnline, untilTheDecision } from '#law';
import { refusalOf } from '#testing';

describe('Điều 21 NĐ 118/2025', () => {
  it('a dossier may be withdrawn or stopped while nothing is decided (ND118-2025/21)', () => {
    expect(refusalOf(() => untilTheDecision(null))).toBeNull();
  });

  it.each(['granted', 'refused'])('after the decision (%s) it may not (ND118-2025/21)', (decision) => {
    expect(refusalOf(() => untilTheDecision(decision))).toMatchObject({
      code: 'already-decided',
      law: 'ND118-2025/21',
    });
  });

  it.each([
    ['online', undefined],
    ['counter', 'online-only'],
    ['post', 'online-only'],
  ])('what was filed by %s may be adjusted, or is refused as %s (ND118-2025/21.2)', (channel, code) => {
    expect(refusalOf(() => adjustWhatWasFiledOnline(channel))?.code).toBe(code);
  });
});
