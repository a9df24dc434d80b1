import { begin } from '#working-time';
import { BETWEEN_LEVELS_WITHIN } from '#law';
import { at, publicCalendar, wall } from '#testing';

describe('paper between levels (Điều 20 khoản 1)', () => {
  it('ND118-2025/20.1: is on its way for at most one working day', () => {
    const { dueAt } = begin({ from: at('2026-11-20 09:00'), limit: BETWEEN_LEVELS_WITHIN, calendar: publicCalendar });
    expect(wall(dueAt)).toBe('2026-11-23 09:00'); // Friday to Monday
  });
});
