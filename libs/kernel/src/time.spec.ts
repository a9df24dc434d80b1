import { dayAfter, firstAfter, inVietnam, lastOf, startOf, vietnamDay, wholeMinute } from '#kernel';

describe('days and minutes in Vietnam', () => {
  it.each([
    ['2026-11-19T16:59:59.999Z', '2026-11-19'], // 23:59:59 + 7 h
    ['2026-11-19T17:00:00.000Z', '2026-11-20'], // midnight in Hà Nội
    ['2026-12-31T17:00:00.000Z', '2027-01-01'], // the year turns seven hours early
    ['2028-02-28T17:00:00.000Z', '2028-02-29'], // a leap day
  ])('%s is on %s', (instant, day) => {
    expect(vietnamDay(instant)).toBe(day);
  });

  it('of every hour of three years is the day that it is seven hours later', () => {
    const HOUR = 3_600_000;
    const wrong: string[] = [];
    for (let at = Date.parse('2026-01-01T00:59:59.999Z'); at < Date.parse('2029-01-02T00:00:00.000Z'); at += HOUR) {
      const later = new Date(at + 7 * HOUR).toISOString().slice(0, 10);
      if (vietnamDay(new Date(at).toISOString()) !== later) wrong.push(new Date(at).toISOString());
    }
    expect(wrong).toEqual([]);
  });

  it.each(['2026-11-20', '2026-12-31', '2028-02-29'])('%s ends where the next day begins', (day) => {
    expect(firstAfter(day)).toBe(startOf(dayAfter(day, 1)));
    expect(Date.parse(firstAfter(day)) - Date.parse(lastOf(day))).toBe(1);
  });

  it('is written with its offset', () => {
    expect(inVietnam('2026-11-20T02:00:00.000Z')).toBe('2026-11-20T09:00:00+07:00');
    expect(Date.parse(inVietnam('2026-11-20T02:00:00.000Z'))).toBe(Date.parse('2026-11-20T02:00:00.000Z'));
  });

  it.each([
    ['2026-11-20T02:00:59.999Z', '2026-11-20T02:00:00.000Z'],
    ['2026-11-20T02:01:00.000Z', '2026-11-20T02:01:00.000Z'],
    ['1969-12-31T23:59:59.000Z', '1969-12-31T23:59:00.000Z'], // cut, not rounded towards zero
  ])('%s is cut to the minute %s', (instant, minute) => {
    expect(wholeMinute(instant)).toBe(minute);
  });
});
