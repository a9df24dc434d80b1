import {
  addWorkingDays,
  addWorkingMinutes,
  between,
  due,
  lastClosingOf,
  latestStart,
  nextOpening,
  normalise,
  type Limit,
} from '#working-time';
import { at, factsOf, refusalOf, vietnam, wall } from '../test/vietnam.js';

const dueAt = (from: string, amount: number, unit: Limit['unit']) =>
  wall(due({ from: at(from), limit: { amount, unit }, calendar: vietnam }).dueAt);

describe('instants', () => {
  it('are cut to the whole minute before any count', () => {
    expect(dueAt('2026-11-23 11:29:59.999', 1, 'working-day')).toBe('2026-11-25 11:29'); // 11:29, not lunch; Tue 24 holiday
    expect(between(vietnam, at('2026-11-23 08:00:59'), at('2026-11-23 08:01:00'))).toBe(1); // 08:00 → 08:01
    expect(dueAt('2026-11-23 14:59:59', 1, 'same-day')).toBe('2026-11-23 17:00'); // 14:59 is before 15:00
  });

  it('belong to the day that a wall in Vietnam shows', () => {
    const { dueAt: late } = due({
      from: '2026-11-22T17:30:00.000Z',
      limit: { amount: 1, unit: 'hour' },
      calendar: vietnam,
    });
    expect(wall(late)).toBe('2026-11-23 08:00'); // 17:30Z is Mon 23 00:30 in Vietnam → 07:00 + 1 h
  });
});

describe('the normalised start (thời điểm bắt đầu tính)', () => {
  it.each([
    ['before opening', '2026-11-20 06:59', '2026-11-20 07:00'],
    ['at opening', '2026-11-20 07:00', '2026-11-20 07:00'],
    ['in the morning', '2026-11-20 11:29', '2026-11-20 11:29'],
    ['at 11:30 sharp, which is lunch', '2026-11-20 11:30', '2026-11-20 13:30'],
    ['at lunch', '2026-11-20 13:29', '2026-11-20 13:30'],
    ['at the afternoon opening', '2026-11-20 13:30', '2026-11-20 13:30'],
    ['a minute before closing', '2026-11-20 16:59', '2026-11-20 16:59'],
    ['at closing on a Friday', '2026-11-20 17:00', '2026-11-23 07:00'],
    ['on a Monday night before a holiday', '2026-11-23 22:00', '2026-11-25 07:00'],
    ['on a Sunday', '2026-11-22 08:00', '2026-11-23 07:00'],
    ['on a holiday', '2026-11-24 08:00', '2026-11-25 07:00'],
    ['on a worked Saturday', '2026-08-22 08:00', '2026-08-22 08:00'],
    ['on the Monday exchanged for it', '2026-08-31 08:00', '2026-09-03 07:00'],
    ['on the eve of Tết, after closing', '2026-02-13 17:00', '2026-02-23 07:00'],
  ])('%s: %s counts from %s', (_, real, start) => {
    expect(wall(normalise(vietnam, at(real)))).toBe(start);
  });

  it.each([
    ['working-day', 1, '2026-11-25 07:00'], // Mon 23 + 1, Tue 24 holiday
    ['calendar-day', 2, '2026-11-25 07:00'], // Mon 23 + 2
    ['month', 1, '2026-12-23 07:00'],
    ['hour', 1, '2026-11-23 08:00'],
    ['same-day', 1, '2026-11-23 17:00'],
  ] as const)(
    'serves every unit: %s, %d of them received on Saturday 21 at 16:00 are due %s',
    (unit, amount, expected) => {
      expect(dueAt('2026-11-21 16:00', amount, unit)).toBe(expected);
    },
  );
});

describe('working days (ngày làm việc)', () => {
  it('do not count the day of the start', () => {
    expect(dueAt('2026-11-16 07:00', 1, 'working-day')).toBe('2026-11-17 07:00');
    expect(dueAt('2026-11-16 16:59', 1, 'working-day')).toBe('2026-11-17 16:59');
  });

  it('are due at the time of day of the normalised start', () => {
    expect(dueAt('2026-11-16 12:00', 2, 'working-day')).toBe('2026-11-18 13:30'); // lunch → 13:30
  });

  it('skip the New Year and the Friday exchanged for Saturday 10 January 2026', () => {
    expect(dueAt('2025-12-31 09:00', 1, 'working-day')).toBe('2026-01-05 09:00'); // Thu 1 holiday, Fri 2 exchanged, weekend
    expect(dueAt('2026-01-09 09:00', 1, 'working-day')).toBe('2026-01-10 09:00'); // Sat 10 worked
  });

  it('go on over the year 2026/2027', () => {
    expect(dueAt('2026-12-31 15:00', 1, 'working-day')).toBe('2027-01-04 15:00'); // Fri 1 holiday, weekend
  });

  it('as a fraction are so many times 480 working minutes, counted as hours', () => {
    expect(dueAt('2026-11-16 09:00', 1.5, 'working-day')).toBe('2026-11-17 15:00'); // 720: Mon 360, Tue 270 to 11:30, 90 → 15:00
    expect(dueAt('2026-11-16 07:00', 0.5, 'working-day')).toBe('2026-11-16 11:00'); // 240
    expect(dueAt('2026-11-16 07:00', 1.1, 'working-day')).toBe('2026-11-17 07:48'); // 528 = 480 + 48
  });
});

describe('calendar days (ngày)', () => {
  it('end at the same time of day so many dates on', () => {
    expect(dueAt('2026-11-02 09:15', 16, 'calendar-day')).toBe('2026-11-18 09:15'); // Mon 2 + 16 = Wed 18
  });

  it('roll forward from a day off to the next working day, keeping the time of day', () => {
    expect(dueAt('2026-11-02 16:45', 5, 'calendar-day')).toBe('2026-11-09 16:45'); // Sat 7 → Mon 9
    expect(dueAt('2026-02-05 10:00', 10, 'calendar-day')).toBe('2026-02-23 10:00'); // Sun 15 → Tết 16–20, weekend → Mon 23
    expect(dueAt('2026-08-20 10:00', 2, 'calendar-day')).toBe('2026-08-22 10:00'); // Sat 22 is worked
  });
});

describe('months (tháng)', () => {
  it('end on the same day so many months on', () => {
    expect(dueAt('2026-09-15 09:00', 2, 'month')).toBe('2026-11-16 09:00'); // Sun 15 Nov → Mon 16
    expect(dueAt('2026-10-20 09:00', 1, 'month')).toBe('2026-11-20 09:00');
  });

  it('are clamped to the end of a shorter month, then rolled', () => {
    expect(dueAt('2025-12-31 09:00', 2, 'month')).toBe('2026-03-02 09:00'); // Sat 28 Feb → Mon 2 Mar
    expect(dueAt('2024-01-31 09:00', 1, 'month')).toBe('2024-02-29 09:00'); // leap year
    expect(dueAt('2026-03-31 09:00', 1, 'month')).toBe('2026-05-04 09:00'); // 30 April holiday, 1 May holiday, weekend
  });

  it('go over the end of the year', () => {
    expect(dueAt('2026-11-30 09:00', 3, 'month')).toBe('2027-03-01 09:00'); // 28 Feb is a Sunday → Mon 1 Mar
  });
});

describe('hours (giờ làm việc)', () => {
  it('are working hours from the normalised start', () => {
    expect(dueAt('2026-11-20 10:30', 2, 'hour')).toBe('2026-11-20 14:30'); // 60 to 11:30, 60 from 13:30
    expect(dueAt('2026-11-20 16:00', 2, 'hour')).toBe('2026-11-23 08:00'); // 60 to 17:00, weekend, 60 on Mon
    expect(dueAt('2026-11-20 10:00', 0.25, 'hour')).toBe('2026-11-20 10:15');
  });

  it('that end exactly at a closing stay at that closing', () => {
    expect(dueAt('2026-11-20 09:30', 2, 'hour')).toBe('2026-11-20 11:30');
    expect(dueAt('2026-11-20 15:00', 2, 'hour')).toBe('2026-11-20 17:00');
    expect(dueAt('2026-11-20 13:30', 8, 'hour')).toBe('2026-11-23 11:30'); // 210 + 270
  });
});

describe('the same day (trong ngày; ND118-2025/17.4)', () => {
  it.each([
    ['before 15:00', '2026-11-18 14:59', '2026-11-18 17:00'],
    ['from 15:00 on', '2026-11-18 15:00', '2026-11-19 17:00'],
    ['before opening', '2026-11-18 05:00', '2026-11-18 17:00'],
    ['after closing, so before 15:00 of the next day', '2026-11-18 17:00', '2026-11-19 17:00'],
    ['on a Saturday at 16:00, so on Monday at 07:00', '2026-11-21 16:00', '2026-11-23 17:00'],
    ['late on a Friday', '2026-11-20 16:00', '2026-11-23 17:00'],
  ])('%s: %s is due %s', (_, received, expected) => {
    expect(dueAt(received, 1, 'same-day')).toBe(expected);
  });

  it.each([0, -3, 0.3, 1_000_000, Number.NaN])('ignores the amount %p that stands beside it', (amount) => {
    expect(dueAt('2026-11-18 14:59', amount, 'same-day')).toBe('2026-11-18 17:00');
  });
});

describe('days outside the calendar', () => {
  const refused = (from: string, amount: number, unit: Limit['unit']) => refusalOf(() => dueAt(from, amount, unit));

  it.each([
    ['a start before its years', '2023-12-31 09:00', 1, 'hour'],
    ['a start after its years', '2028-01-03 09:00', 1, 'hour'],
    ['a start after the last closing', '2027-12-31 17:00', 1, 'hour'],
    ['an end in hours', '2027-12-31 16:00', 1.25, 'hour'],
    ['an end in working days', '2027-12-31 09:00', 1, 'working-day'],
    ['an end in calendar days', '2027-12-30 09:00', 2, 'calendar-day'],
    ['an end in months', '2027-10-01 09:00', 3, 'month'],
    ['an end on the next working day', '2027-12-31 15:00', 1, 'same-day'],
    ['an end in ten thousand months', '2026-10-01 09:00', 10_000, 'month'],
  ] as const)('are refused, never guessed: %s', (_, from, amount, unit) => {
    expect(refused(from, amount, unit)).toBe('calendar-not-loaded');
  });

  it('are not asked for when the count ends on the last day', () => {
    expect(dueAt('2027-12-31 16:00', 1, 'hour')).toBe('2027-12-31 17:00');
    expect(dueAt('2027-12-31 14:00', 1, 'same-day')).toBe('2027-12-31 17:00');
    expect(dueAt('2027-12-30 14:00', 1, 'working-day')).toBe('2027-12-31 14:00');
    expect(dueAt('2024-01-02 07:00', 1, 'hour')).toBe('2024-01-02 08:00');
  });

  it('are refused in a gap between loaded years', () => {
    const gap = { ...vietnam, years: vietnam.years.filter(({ year }) => year !== 2026) };
    const count = (from: string) =>
      refusalOf(() => due({ from: at(from), limit: { amount: 40, unit: 'working-day' }, calendar: gap }));
    expect(count('2025-12-20 09:00')).toBe('calendar-not-loaded');
    expect(count('2026-05-20 09:00')).toBe('calendar-not-loaded');
    expect(count('2027-05-20 09:00')).toBe('not refused');
    expect(refusalOf(() => between(gap, at('2025-12-31 09:00'), at('2027-01-04 09:00')))).toBe('calendar-not-loaded');
  });
});

describe('working minutes between two instants', () => {
  it('leave out lunch, nights, weekends and holidays', () => {
    expect(between(vietnam, at('2026-11-20 09:00'), at('2026-11-25 08:00'))).toBe(900); // Fri 150 + 210, Mon 480, Wed 60
    expect(between(vietnam, at('2026-11-21 00:00'), at('2026-11-22 23:59'))).toBe(0);
  });

  it('are none when the second is not later', () => {
    expect(between(vietnam, at('2026-11-20 09:00'), at('2026-11-20 09:00'))).toBe(0);
    expect(between(vietnam, at('2026-11-25 08:00'), at('2026-11-20 09:00'))).toBe(0);
  });
});

describe('the latest start', () => {
  it.each([
    ['2026-11-23 10:00', 60, '2026-11-23 09:00'],
    ['2026-11-23 10:00', 180, '2026-11-23 07:00'], // 07:00 to 10:00, not the Friday before at 17:00
    ['2026-11-23 14:00', 60, '2026-11-23 11:00'], // 30 minutes of the morning, 30 of the afternoon
    ['2026-11-25 08:00', 120, '2026-11-23 16:00'], // Tue 24 is a holiday: 1 h of Wednesday, 1 h of Monday
    ['2026-11-22 09:00', 480, '2026-11-20 07:00'], // a Sunday: the whole Friday
    ['2026-11-23 10:00', 660, '2026-11-20 07:00'], // 3 h of Monday and 8 of Friday
  ])('before %s of %i minutes is %s', (end, minutes, start) => {
    expect(wall(latestStart(vietnam, at(end), minutes))).toBe(start);
  });

  it('of nothing is the end itself', () => {
    expect(latestStart(vietnam, at('2026-11-22 09:00'), 0)).toBe(at('2026-11-22 09:00'));
  });
});

describe('steps on the calendar', () => {
  it('lead to the next opening and to the last closing', () => {
    expect(wall(nextOpening(vietnam, '2026-11-23'))).toBe('2026-11-25 07:00');
    expect(wall(lastClosingOf(vietnam, '2026-11-23'))).toBe('2026-11-23 17:00');
  });

  it('of nothing stay at the normalised start', () => {
    expect(wall(addWorkingMinutes(vietnam, at('2026-11-20 12:00'), 0))).toBe('2026-11-20 13:30');
    expect(wall(addWorkingDays(vietnam, at('2026-11-20 12:00'), 0))).toBe('2026-11-20 13:30');
  });

  it.each([-1, 0.5, Number.NaN])('of %p are refused', (amount) => {
    const facts = { amount: String(amount) };
    expect(factsOf(() => addWorkingMinutes(vietnam, at('2026-11-20 12:00'), amount))).toEqual(facts);
    expect(refusalOf(() => latestStart(vietnam, at('2026-11-20 12:00'), amount))).toBe('limit-out-of-range');
    expect(refusalOf(() => addWorkingMinutes(vietnam, at('2026-11-20 12:00'), amount))).toBe('limit-out-of-range');
    expect(refusalOf(() => addWorkingDays(vietnam, at('2026-11-20 12:00'), amount))).toBe('limit-out-of-range');
  });
});
