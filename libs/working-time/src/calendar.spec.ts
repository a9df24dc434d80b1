import { dayKind, due, isWorkingDay, nextWorkingDay, previousWorkingDay, type WorkingCalendar } from '#working-time';
import { at, refusalOf, vietnam, wall } from '../test/vietnam.js';

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
  });

  it.each(['2026-02-30', '2026-2-3', '24/11/2026', ''])('does not take %p for a day', (day) => {
    expect(refusalOf(() => isWorkingDay(vietnam, day))).toBe('invalid-input');
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

  it.each<[string, WorkingCalendar]>([
    ['no hours', one({ workingHours: [] })],
    ['hours that end before they begin', one({ workingHours: [['11:30', '07:00']] })],
    [
      'hours that overlap',
      one({
        workingHours: [
          ['07:00', '12:00'],
          ['11:30', '17:00'],
        ],
      }),
    ],
    ['an hour that no clock shows', one({ workingHours: [['07:00', '25:00']] })],
    ['a day of another year', one({ years: year({ '2027-01-01': 'Tết Dương lịch' }, {}) })],
    ['a day off that is worked', one({ years: year({ '2026-08-22': 'nghỉ' }, { '2026-08-22': 'làm bù 31/8' }) })],
    ['a day that does not exist', one({ years: year({ '2026-02-30': 'nghỉ' }, {}) })],
    ['a year twice', one({ years: [...year({}, {}), ...year({}, {})] })],
  ])('is refused: %s', (_, calendar) => {
    expect(refusalOf(() => isWorkingDay(calendar, '2026-11-23'))).toBe('invalid-input');
  });
});
