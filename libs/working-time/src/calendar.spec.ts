import {
  addWorkingDays,
  between,
  dayKind,
  due,
  isWorkingDay,
  nextWorkingDay,
  normalise,
  previousWorkingDay,
  type WorkingCalendar,
} from '#working-time';
import { at, factsOf, refusalOf, vietnam, wall } from '../test/vietnam.js';

describe('the working calendar', () => {
  it.each([
    ['2026-11-23', true], // Monday
    ['2026-11-24', false], // holiday
    ['2026-11-28', false], // Saturday
    ['2026-11-29', false], // Sunday
    ['2026-08-22', true], // worked Saturday
    ['2026-08-31', false], // the Monday exchanged for it
    ['2026-04-27', false], // substitute for a holiday on a Sunday
    ['2024-05-04', true],
    ['2025-04-26', true],
    ['2027-02-10', false],
  ])('says whether %s is worked: %p', (day, worked) => {
    expect(isWorkingDay(vietnam, day)).toBe(worked);
  });

  it('knows why', () => {
    expect(dayKind(vietnam, '2026-11-24')).toEqual({ is: 'holiday', name: 'Ngày Văn hóa Việt Nam' });
    expect(dayKind(vietnam, '2026-08-22')).toEqual({ is: 'swapped', name: 'làm bù 31/8' });
    expect(dayKind(vietnam, '2026-11-28')).toEqual({ is: 'weekend' });
    expect(dayKind(vietnam, '2026-11-27')).toEqual({ is: 'working' });
  });

  it('finds the working days beside a day', () => {
    expect(nextWorkingDay(vietnam, '2026-02-13')).toBe('2026-02-23');
    expect(previousWorkingDay(vietnam, '2026-02-23')).toBe('2026-02-13');
    expect(refusalOf(() => nextWorkingDay(vietnam, '2027-12-31'))).toBe('calendar-not-loaded');
    expect(refusalOf(() => previousWorkingDay(vietnam, '2024-01-02'))).toBe('calendar-not-loaded');
  });

  it('does not know other years', () => {
    expect(refusalOf(() => isWorkingDay(vietnam, '2023-12-29'))).toBe('calendar-not-loaded');
    expect(refusalOf(() => isWorkingDay(vietnam, '2028-01-03'))).toBe('calendar-not-loaded');
    expect(refusalOf(() => dayKind(vietnam, '2028-01-03'))).toBe('calendar-not-loaded');
  });

  it('knows its first day and its last', () => {
    expect(dayKind(vietnam, '2024-01-01').is).toBe('holiday');
    expect(dayKind(vietnam, '2027-12-31').is).toBe('working');
    expect(between(vietnam, at('2024-01-01 00:00'), at('2024-01-02 08:00'))).toBe(60);
    expect(between(vietnam, at('2024-01-02 08:00'), at('2024-01-01 00:00'))).toBe(0);
    expect(between(vietnam, at('2027-12-31 09:00'), at('2027-12-31 23:59'))).toBe(360); // 150 + 210
  });

  it('says which year is missing, the nearest one first', () => {
    const missing = (count: () => unknown) => factsOf(count);
    const of = (year: number) => ({ calendar: vietnam.id, year });
    expect(missing(() => isWorkingDay(vietnam, '2023-12-31'))).toEqual(of(2023));
    expect(missing(() => isWorkingDay(vietnam, '2028-01-01'))).toEqual(of(2028));
    expect(missing(() => nextWorkingDay(vietnam, '2027-12-31'))).toEqual(of(2028));
    expect(missing(() => nextWorkingDay(vietnam, '2027-12-30'))).toBeNull();
    expect(missing(() => addWorkingDays(vietnam, at('2027-12-31 09:00'), 1))).toEqual(of(2028));
    const offAtLast = {
      ...vietnam,
      years: [{ year: 2026, status: 'official', off: { '2026-12-31': 'nghỉ' }, worked: {} }],
    };
    expect(missing(() => nextWorkingDay(offAtLast, '2026-12-30'))).toEqual(of(2027));
    expect(missing(() => previousWorkingDay(vietnam, '2024-01-02'))).toEqual(of(2023));
    expect(missing(() => between(vietnam, at('2027-12-31 09:00'), at('2031-05-05 09:00')))).toEqual(of(2028));
    expect(missing(() => between(vietnam, at('2024-01-02 09:00'), at('2020-05-05 09:00')))).toEqual(of(2023));
    const gap = { ...vietnam, years: vietnam.years.filter(({ year }) => year !== 2025 && year !== 2026) };
    expect(missing(() => between(gap, at('2024-12-31 09:00'), at('2027-01-04 09:00')))).toEqual(of(2025));
    expect(missing(() => between(gap, at('2027-01-04 09:00'), at('2024-12-31 09:00')))).toEqual(of(2026));
  });

  it('may hold its years in any order', () => {
    const backwards = { ...vietnam, years: vietnam.years.toReversed() };
    expect(nextWorkingDay(backwards, '2026-12-31')).toBe('2027-01-04'); // Fri 1 holiday, weekend
  });

  it.each(['2026-02-30', '2026-2-3', '24/11/2026', ''])('does not take %p for a day', (day) => {
    expect(refusalOf(() => isWorkingDay(vietnam, day))).toBe('invalid-input');
    expect(factsOf(() => isWorkingDay(vietnam, day))).toEqual({ day });
  });

  it('does not take for an instant what is none', () => {
    expect(refusalOf(() => normalise(vietnam, 'tomorrow'))).toBe('invalid-input');
    expect(factsOf(() => normalise(vietnam, 'tomorrow'))).toEqual({ instant: 'tomorrow' });
  });

  it('is counted with the hours of its agency', () => {
    const office: WorkingCalendar = {
      ...vietnam,
      id: 'office',
      workingHours: [
        ['08:00', '12:00'],
        ['13:00', '16:30'],
      ],
    };
    const dueAt = (from: string, hours: number) =>
      wall(due({ from: at(from), limit: { amount: hours, unit: 'hour' }, calendar: office }).dueAt);
    expect(dueAt('2026-11-20 07:00', 4)).toBe('2026-11-20 12:00');
    expect(dueAt('2026-11-20 12:30', 4)).toBe('2026-11-23 08:30'); // 210 to 16:30, 30 on Mon
    expect(
      wall(due({ from: at('2026-11-20 09:00'), limit: { amount: 1, unit: 'same-day' }, calendar: office }).dueAt),
    ).toBe('2026-11-20 16:30');
  });

  it('keeps two versions apart', () => {
    const year = (off: Record<string, string>) => ({
      ...vietnam,
      years: [{ year: 2026, status: 'official', off, worked: {} }],
    });
    const dueWith = (calendar: WorkingCalendar) =>
      wall(due({ from: at('2026-11-23 09:00'), limit: { amount: 1, unit: 'working-day' }, calendar }).dueAt);
    expect(dueWith(year({}))).toBe('2026-11-24 09:00');
    expect(dueWith(year({ '2026-11-24': 'Ngày Văn hóa Việt Nam' }))).toBe('2026-11-25 09:00');
  });
});

describe('a calendar that contradicts itself', () => {
  const one = (changes: Partial<WorkingCalendar>): WorkingCalendar => ({ ...vietnam, ...changes });
  const year = (off: Record<string, string>, worked: Record<string, string>) => [
    { year: 2026, status: 'official', off, worked },
  ];

  const hours = (...workingHours: WorkingCalendar['workingHours']) => one({ workingHours });
  const inCalendar = (at: string) => ({ calendar: vietnam.id, at });

  it.each<[string, WorkingCalendar, object]>([
    ['no hours', hours(), inCalendar('workingHours')],
    ['hours that end before they begin', hours(['11:30', '07:00']), inCalendar('11:30-07:00')],
    ['hours that end as they begin', hours(['07:00', '07:00']), inCalendar('07:00-07:00')],
    ['hours that overlap', hours(['07:00', '12:00'], ['11:30', '17:00']), inCalendar('11:30-17:00')],
    ['hours that touch and so are one', hours(['07:00', '12:00'], ['12:00', '17:00']), inCalendar('12:00-17:00')],
    ['an hour that no clock shows', hours(['07:00', '25:00']), { hour: '25:00' }],
    ['a day of another year', one({ years: year({ '2027-01-01': 'Tết' }, {}) }), inCalendar('2027-01-01')],
    ['a worked day of another year', one({ years: year({}, { '2027-01-02': 'bù' }) }), inCalendar('2027-01-02')],
    [
      'a day off that is worked',
      one({ years: year({ '2026-08-22': 'nghỉ' }, { '2026-08-22': 'làm bù 31/8' }) }),
      inCalendar('2026-08-22'),
    ],
    ['a day that does not exist', one({ years: year({ '2026-02-30': 'nghỉ' }, {}) }), { day: '2026-02-30' }],
    ['a year twice', one({ years: [...year({}, {}), ...year({}, {})] }), inCalendar('2026')],
    ...[999, 10_000, 2026.5].map((year): [string, WorkingCalendar, object] => [
      `a year that no date is written with, ${year}`,
      one({ years: [{ year, status: 'official', off: {}, worked: {} }] }),
      inCalendar(String(year)),
    ]),
  ])('is refused: %s', (_, calendar, facts) => {
    expect(refusalOf(() => isWorkingDay(calendar, '2026-11-23'))).toBe('invalid-input');
    expect(factsOf(() => isWorkingDay(calendar, '2026-11-23'))).toEqual(facts);
  });

  it('is none for being of the first or the last year that is written with four digits', () => {
    const of = (year: number) => one({ years: [{ year, status: 'official', off: {}, worked: {} }] });
    expect(isWorkingDay(of(1000), '1000-01-01')).toBe(true); // a Wednesday
    expect(isWorkingDay(of(9999), '9999-12-31')).toBe(true); // a Friday
  });

  it('is none for opening at midnight', () => {
    expect(normalise(hours(['00:00', '04:00']), at('2026-11-22 12:00'))).toBe(at('2026-11-23 00:00'));
  });
});
