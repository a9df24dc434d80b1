import { CORRECT_RESULT_WITHIN } from '#law';

describe('Điều 23 NĐ 118/2025', () => {
  it('a wrong result is corrected within 03 working days (ND118-2025/23.1)', () => {
    expect(CORRECT_RESULT_WITHIN).toEqual({ amount: 3, unit: 'working-day' });
  });
});
