import {
  answerBy,
  apologyDeadline,
  closesUnsupplementedAt,
  due,
  paperForwardedBy,
  supplementNoticeBy,
  type Limit,
} from '#working-time';
import { at, refusalOf, vietnam, wall } from '../test/vietnam.js';

const shown = (instant: string | null) => (instant === null ? null : wall(instant));

describe('the apology deadline (hạn gửi văn bản xin lỗi, ND118-2025/19.6)', () => {
  const by = (dueAt: string, countStart: string) => shown(apologyDeadline(vietnam, at(dueAt), at(countStart)));

  it('is the last closing of the last working day strictly before the due day', () => {
    expect(by('2026-11-20 09:00', '2026-11-16 09:00')).toBe('2026-11-19 17:00');
    expect(by('2026-11-23 09:00', '2026-11-16 09:00')).toBe('2026-11-20 17:00'); // over the weekend
    expect(by('2026-02-23 09:00', '2026-02-02 09:00')).toBe('2026-02-13 17:00'); // over Tết
    expect(by('2026-08-24 09:00', '2026-08-17 09:00')).toBe('2026-08-22 17:00'); // Sat 22 is worked
  });

  it('is none when its date is not later than that of the normalised start', () => {
    expect(by('2026-11-17 09:00', '2026-11-16 09:00')).toBeNull(); // Mon 16 = start
    expect(by('2026-11-18 09:00', '2026-11-16 09:00')).toBe('2026-11-17 17:00');
    expect(by('2026-11-18 09:00', '2026-11-16 17:00')).toBeNull(); // normalised Tue 17
    expect(by('2026-11-16 17:00', '2026-11-16 07:00')).toBeNull();
  });

  it.each<[Limit, string | null]>([
    [{ amount: 1, unit: 'same-day' }, null],
    [{ amount: 1, unit: 'working-day' }, null],
    [{ amount: 1, unit: 'calendar-day' }, null],
    [{ amount: 12, unit: 'hour' }, null], // 720: Mon 300, Tue 420 → 16:00
    [{ amount: 2, unit: 'working-day' }, '2026-11-17 17:00'],
  ])('of %j received on Monday 16 at 10:00 is %s', (limit, expected) => {
    expect(shown(due({ from: at('2026-11-16 10:00'), limit, calendar: vietnam }).apologyBy)).toBe(expected);
  });

  it('never looks at years that the calendar does not hold', () => {
    const firstDays = due({ from: at('2024-01-01 09:00'), limit: { amount: 1, unit: 'hour' }, calendar: vietnam });
    expect([wall(firstDays.dueAt), firstDays.apologyBy]).toEqual(['2024-01-02 08:00', null]);
    const lastDay = due({ from: at('2027-12-31 09:00'), limit: { amount: 1, unit: 'hour' }, calendar: vietnam });
    expect([wall(lastDay.dueAt), lastDay.apologyBy]).toEqual(['2027-12-31 10:00', null]);
  });
});

describe('fifteen days for a supplement (ND118-2025/19.5)', () => {
  const closes = (noticeAt: string) => {
    const { lastDay, closesAt } = closesUnsupplementedAt(vietnam, at(noticeAt));
    return [lastDay, wall(closesAt)];
  };

  it.each([
    ['2026-11-04 10:30', '2026-11-19', '2026-11-20 07:00'], // Wed 4 + 15 = Thu 19
    ['2026-11-04 23:59', '2026-11-19', '2026-11-20 07:00'], // the notice's date, not its normalised start
    ['2026-11-05 08:00', '2026-11-20', '2026-11-23 07:00'], // Fri 20; next working day Mon 23
    ['2026-11-06 08:00', '2026-11-23', '2026-11-25 07:00'], // Sat 21 rolls to Mon 23; Tue 24 holiday
    ['2026-11-09 08:00', '2026-11-25', '2026-11-26 07:00'], // Tue 24, a holiday, rolls to Wed 25
    ['2026-02-02 08:00', '2026-02-23', '2026-02-24 07:00'], // Tue 17 Tết rolls to Mon 23
    ['2026-12-20 08:00', '2027-01-04', '2027-01-05 07:00'], // Mon 4 January
  ])('after the notice of %s end on %s; it closes at %s', (noticeAt, lastDay, closesAt) => {
    expect(closes(noticeAt)).toEqual([lastDay, closesAt]);
  });

  it('are refused when they lead out of the calendar', () => {
    expect(refusalOf(() => closes('2027-12-20 08:00'))).toBe('calendar-not-loaded');
    expect(refusalOf(() => closes('2027-12-16 08:00'))).toBe('calendar-not-loaded'); // last day Fri 31, closing in 2028
    expect(refusalOf(() => closes('2023-12-20 08:00'))).toBe('calendar-not-loaded');
  });
});

describe('other deadlines of the decree', () => {
  it('the supplement notice falls within three working days of the reception (ND118-2025/19.5)', () => {
    expect(wall(supplementNoticeBy(vietnam, at('2026-11-20 09:00')))).toBe('2026-11-26 09:00'); // Mon 23, Wed 25, Thu 26
  });

  it('an online submission is answered within eight working hours (ND118-2025/17.2)', () => {
    expect(wall(answerBy(vietnam, at('2026-11-21 10:00')))).toBe('2026-11-23 17:00');
    expect(wall(answerBy(vietnam, at('2026-11-20 14:00')))).toBe('2026-11-23 14:00'); // 180, then 270 to 11:30, 30
  });

  it.each([
    ['2026-11-23 14:59', '2026-11-23 17:00'],
    ['2026-11-23 15:00', '2026-11-25 07:00'], // Tue 24 holiday
    ['2026-11-21 16:00', '2026-11-23 17:00'], // Sat counts as Mon 07:00
  ])('paper received %s goes by %s (ND118-2025/18)', (receivedAt, by) => {
    expect(wall(paperForwardedBy(vietnam, at(receivedAt)))).toBe(by);
  });
});
