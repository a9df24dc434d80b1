import { ANSWER_ONLINE_WITHIN, clockStartsAt, dueOnTheSameDay } from '#law';

describe('Điều 17 NĐ 118/2025', () => {
  it('an online submission is answered within 8 working hours (ND118-2025/17.2)', () => {
    expect(ANSWER_ONLINE_WITHIN).toEqual({ amount: 8, unit: 'hour' });
  });

  it('the clock starts at the reception of the complete file, not at submission (ND118-2025/17.3)', () => {
    const moments = { submittedAt: '2026-11-19T03:00:00.000Z', receivedAt: '2026-11-20T02:00:00.000Z' };
    expect(clockStartsAt(moments)).toBe('2026-11-20T02:00:00.000Z');
  });

  it.each([
    ['07:00', true],
    ['14:59', true],
    ['15:00', false],
    ['16:59', false],
  ])('a same-day procedure counted from %s is due on that day: %p (ND118-2025/17.4)', (timeOfDay, sameDay) => {
    expect(dueOnTheSameDay(timeOfDay)).toBe(sameDay);
  });
});
