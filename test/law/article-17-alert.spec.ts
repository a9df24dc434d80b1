import { ALERT_DESK_AFTER_HOURS, ANSWER_ONLINE_WITHIN } from '#law';

describe('an online submission that nobody answered (Điều 17 khoản 2)', () => {
  it('ND118-2025/17.2: reminds the desk well before its eight working hours are over', () => {
    expect(ALERT_DESK_AFTER_HOURS).toBeLessThan(ANSWER_ONLINE_WITHIN.amount);
  });
});
