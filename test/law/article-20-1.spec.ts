import { BETWEEN_LEVELS_WITHIN } from '#law';
import { begin } from '#working-time';
import { at, publicCalendar } from '#testing';

describe('Điều 20 khoản 1: paper between levels', () => {
  it('is there within one working day (ND118-2025/20.1)', () => {
    const limit = BETWEEN_LEVELS_WITHIN;
    const due = (from: string) => begin({ from: at(from), limit, calendar: publicCalendar }).dueAt;
    expect(due('2026-11-20 09:00')).toBe(at('2026-11-23 09:00')); // Friday to Monday
    expect(due('2026-11-23 16:30')).toBe(at('2026-11-25 16:30')); // 24/11 is a holiday
  });
});
