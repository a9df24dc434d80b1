import { apologyDeadline, closesUnsupplementedAt, due, type Limit, type Pause } from '#working-time';
import { at, vietnam, wall } from '../test/vietnam.js';

const dueAt = (from: string, limit: Limit) => wall(due({ from: at(from), limit, calendar: vietnam }).dueAt);

describe('the worked examples of the rules (2026)', () => {
  it.each([
    [1, '2026-11-20 09:00', 3, 'working-day', '2026-11-26 09:00'], // Fri; Mon 23 = 1, Tue 24 holiday, Wed 25 = 2, Thu 26 = 3
    [2, '2026-11-23 15:40', 1, 'same-day', '2026-11-25 17:00'], // Mon from 15:00 on → next working day; Tue 24 holiday → Wed 25
    [3, '2026-02-12 10:00', 5, 'working-day', '2026-02-26 10:00'], // Thu; Fri 13 = 1, 14–22 weekend, Tết, weekend, Mon 23 … Thu 26 = 2 … 5
    [4, '2026-08-21 10:00', 3, 'working-day', '2026-08-25 10:00'], // Fri; Sat 22 worked = 1, Mon 24 = 2, Tue 25 = 3
    [5, '2026-08-28 14:00', 2, 'working-day', '2026-09-04 14:00'], // Fri; Mon 31 exchanged, Tue 1 and Wed 2 holiday, Thu 3 = 1, Fri 4 = 2
    [6, '2026-11-04 09:00', 20, 'calendar-day', '2026-11-25 09:00'], // 4 + 20 = Tue 24, a holiday → Wed 25
    [7, '2026-11-02 08:00', 10, 'working-day', '2026-11-16 08:00'], // Mon 2; 3–6 = 4, 9–13 = 9, Mon 16 = 10
    [9, '2026-11-21 10:00', 8, 'hour', '2026-11-23 17:00'], // Sat → Mon 07:00; 4.5 h to 11:30, 3.5 h to 17:00
  ] as const)('%i: received %s with %d %s, due %s', (_, from, amount, unit, expected) => {
    expect(dueAt(from, { amount, unit })).toBe(expected);
  });

  const tenDays = {
    from: at('2026-11-02 08:00'),
    limit: { amount: 10, unit: 'working-day' },
    calendar: vietnam,
  } as const;
  const supplement: Pause = { from: at('2026-11-04 10:30'), to: at('2026-11-10 14:00') };

  it('7: a supplement under RESET counts the ten days again from its completion', () => {
    const { dueAt: again } = due({ ...tenDays, policy: 'RESET', pauses: [supplement] });
    expect(wall(again)).toBe('2026-11-25 14:00'); // Tue 10; 11–13 = 3, 16–20 = 8, Mon 23 = 9, Tue 24 holiday, Wed 25 = 10
  });

  it('7: RESET is what happens when the procedure says nothing (ND118-2025/19.5)', () => {
    expect(due({ ...tenDays, pauses: [supplement] })).toEqual(
      due({ ...tenDays, policy: 'RESET', pauses: [supplement] }),
    );
  });

  it('7: the desk would close it after Thursday 19 November (ND118-2025/19.5)', () => {
    const { lastDay, closesAt } = closesUnsupplementedAt(vietnam, supplement.from);
    expect([lastDay, wall(closesAt)]).toEqual(['2026-11-19', '2026-11-20 07:00']); // 4 + 15 = Thu 19; opening of Fri 20
  });

  it('7b: a supplement under PAUSE keeps what remained', () => {
    const { dueAt: kept } = due({ ...tenDays, policy: 'PAUSE', pauses: [supplement] });
    // kept: Wed 4 270 + 5, 6, 9–13 7 × 480 + Mon 16 60 = 3690; Tue 10 180 + 11–13 1440 + 16–19 1920 = 3540; 150 more on Fri 20
    expect(wall(kept)).toBe('2026-11-20 09:30');
  });

  it('8: the apology for a dossier due on Wednesday 25 at 09:00 is owed by Monday 23 at 17:00 (ND118-2025/19.6)', () => {
    const by = apologyDeadline(vietnam, at('2026-11-25 09:00'), at('2026-11-04 09:00'));
    expect(by === null ? null : wall(by)).toBe('2026-11-23 17:00'); // Tue 24 is a holiday
  });
});
