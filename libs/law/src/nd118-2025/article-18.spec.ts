import { paperGoesTheSameDay } from '#law';

describe('Điều 18 NĐ 118/2025', () => {
  it.each([
    ['09:00', true],
    ['14:59', true],
    ['15:00', false],
  ])('paper received at %s goes on the same day: %p (ND118-2025/18)', (timeOfDay, sameDay) => {
    expect(paperGoesTheSameDay(timeOfDay)).toBe(sameDay);
  });
});
