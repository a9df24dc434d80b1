import { at, publicCalendar } from '#testing';
import type { WorkingCalendar } from '#working-time';
import { calendarOf, calendarsOfSent, findCalendarOf } from './calendar-of.js';
import type { Course } from './course.fold.js';

const version = (no: number, ...years: readonly number[]): WorkingCalendar => ({
  ...publicCalendar,
  version: no,
  years: years.map((year) => ({ year, status: 'official', off: {}, worked: {} })),
});
const to2026 = version(1, 2025, 2026);
const to2027 = version(2, 2025, 2026, 2027);
const to2028 = version(3, 2025, 2026, 2027, 2028);
const resting = (no: number, receivedAt = at('2026-11-02 08:00')) => ({
  ...{ calendar: { id: publicCalendar.id, version: no }, receivedAt },
});

describe('the calendar that a dossier is counted by', () => {
  it('is the version that its due date rests on, or the first later one that has all the years', () => {
    const found = (no: number, until: string, calendars = [to2028, to2027, to2026]) =>
      findCalendarOf(calendars, resting(no), at(until))?.version;
    expect([found(1, '2026-12-31 23:59'), found(2, '2026-12-31 23:59')]).toEqual([1, 2]);
    expect([found(1, '2027-01-01 00:00'), found(1, '2028-01-01 00:00')]).toEqual([2, 3]);
    expect(found(2, '2027-06-01 08:00', [to2027, to2026])).toBe(2);
    expect(found(1, '2029-01-01 00:00')).toBeUndefined();
    expect(found(4, '2026-12-01 08:00')).toBeUndefined();
  });

  it('has the year of the reception and every year after it, and is the same calendar', () => {
    const gap = version(1, 2025, 2027);
    expect(findCalendarOf([gap], resting(1, at('2025-11-02 08:00')), at('2027-02-01 08:00'))).toBeUndefined();
    expect(findCalendarOf([to2026], resting(1, at('2024-11-02 08:00')), at('2026-02-01 08:00'))).toBeUndefined();
    const other = { ...to2026, id: 'other' };
    expect(findCalendarOf([other], resting(1), at('2026-12-01 08:00'))).toBeUndefined();
  });

  it('of what was sent has the years of all that happened to it', () => {
    const course = (changes: Partial<Pick<Course, 'ended' | 'sent'>>) =>
      calendarsOfSent([to2028, to2026, to2027], { ...resting(1), ended: null, sent: [], ...changes }).map(
        ({ version: no }) => no,
      );
    const transfer = (sentAt: string, answeredAt: string | null, doneAt: string | null): Course['sent'][number] => ({
      ...{ transfer: 1, from: 'a', to: 'b', fromNow: 'a', toNow: 'b', leg: null, form: 'paper', limit: null },
      ...{ sentAt: at(sentAt), status: 'accepted' },
      answeredAt: answeredAt === null ? null : at(answeredAt),
      doneAt: doneAt === null ? null : at(doneAt),
    });
    expect(course({})).toEqual([1, 2, 3]);
    expect(course({ ended: { as: 'finished', at: at('2027-01-04 08:00') } })).toEqual([2, 3]);
    const [open, answered, done] = [
      transfer('2027-01-04 08:00', null, null),
      transfer('2026-12-04 08:00', '2027-01-04 08:00', null),
      transfer('2026-12-04 08:00', '2026-12-05 08:00', '2028-01-04 08:00'),
    ];
    expect([course({ sent: [open] }), course({ sent: [answered] }), course({ sent: [done, answered] })]).toEqual([
      [2, 3],
      [2, 3],
      [3],
    ]);
    const early = transfer('2026-12-04 08:00', '2026-12-05 08:00', '2026-12-06 08:00');
    expect(course({ sent: [open, early], ended: { as: 'finished', at: at('2026-12-07 08:00') } })).toEqual([2, 3]);
  });

  it('is refused by its name and year where nobody has it', () => {
    expect(() => calendarOf([], resting(1), at('2027-01-04 08:00'))).toThrow('calendar-not-loaded');
    expect(calendarOf([to2027], resting(1), at('2027-01-04 08:00'))).toBe(to2027);
    try {
      calendarOf([to2026], resting(1), at('2027-01-04 08:00'));
    } catch (error) {
      expect(error).toMatchObject({ facts: { id: publicCalendar.id, version: 1, year: 2027 } });
    }
  });
});
