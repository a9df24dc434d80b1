import { begin, due, remainingAt, resume, type Limit, type Pause, type SupplementPolicy } from '#working-time';
import { at, factsOf, refusalOf, vietnam, wall } from '../test/vietnam.js';

const pause = (from: string, to: string): Pause => ({ from: at(from), to: at(to) });
const counted = (from: string, limit: Limit, policy: SupplementPolicy, ...pauses: readonly Pause[]) =>
  due({ from: at(from), limit, calendar: vietnam, policy, pauses });
const dueAt = (...input: Parameters<typeof counted>) => wall(counted(...input).dueAt);

const fiveDays: Limit = { amount: 5, unit: 'working-day' };
const MONDAY = '2026-11-02 09:00'; // five working days: due Mon 9 November 09:00

describe('a pause that keeps the remaining working time (PAUSE)', () => {
  it('adds the minutes that remained, from the normalised resume', () => {
    // left from Wed 4 09:00: 360 + 5, 6 960 + Mon 9 120 = 1440; resumed Mon 16 07:00: 16, 17, 18 = 1440, ending at the closing
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-04 09:00', '2026-11-14 10:00'))).toBe('2026-11-18 17:00');
  });

  it('makes overlapping pauses one, in whatever order they are told', () => {
    const [first, inside, over] = [
      pause('2026-11-04 09:00', '2026-11-05 09:00'),
      pause('2026-11-04 10:00', '2026-11-04 11:00'),
      pause('2026-11-05 08:00', '2026-11-06 09:00'),
    ];
    const united = dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-04 09:00', '2026-11-06 09:00'));
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', over, inside, first)).toBe(united);
    expect(united).toBe('2026-11-11 09:00'); // two working days later than Mon 9
  });

  it('makes touching pauses one: a supplement, and the obligation requested the same minute', () => {
    const all = counted(
      MONDAY,
      fiveDays,
      'PAUSE',
      pause('2026-11-04 09:00', '2026-11-05 09:00'),
      pause('2026-11-05 09:00:40', '2026-11-06 09:00'),
    );
    expect(wall(all.dueAt)).toBe('2026-11-11 09:00');
    expect(all.trace.filter((entry) => entry.is === 'pause')).toHaveLength(1);
  });

  it('adds up two pauses apart', () => {
    const pauses = [pause('2026-11-03 09:00', '2026-11-04 09:00'), pause('2026-11-05 09:00', '2026-11-06 09:00')];
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', ...pauses)).toBe('2026-11-11 09:00'); // 480 + 480 later than Mon 9 09:00
  });

  it('over a holiday and a weekend costs only the working time in it', () => {
    // Fri 20 16:00 + 3 days = Thu 26 16:00; left from Mon 23 16:00: 60 + Wed 480 + Thu 480 - 60 = 960; Wed 25 07:00 + 960 = Thu 26 17:00
    expect(
      dueAt(
        '2026-11-20 16:00',
        { amount: 3, unit: 'working-day' },
        'PAUSE',
        pause('2026-11-23 16:00', '2026-11-24 20:00'),
      ),
    ).toBe('2026-11-26 17:00');
  });

  it('ends like hours: at the closing, not at the opening that follows', () => {
    // Mon 2 07:00 + 1 day = Tue 3 07:00; 480 left from Mon 07:00, resumed 07:00
    const dayFromOpening: Limit = { amount: 1, unit: 'working-day' };
    expect(dueAt('2026-11-02 06:00', dayFromOpening, 'PAUSE', pause('2026-11-02 06:10', '2026-11-02 06:50'))).toBe(
      '2026-11-02 17:00',
    );
  });

  it('keeps the rest of a same-day procedure', () => {
    // due Mon 17:00; 120 left from 15:00; resumed Thu 5 08:00
    expect(
      dueAt(
        '2026-11-02 09:00',
        { amount: 1, unit: 'same-day' },
        'PAUSE',
        pause('2026-11-02 15:00', '2026-11-05 08:00'),
      ),
    ).toBe('2026-11-05 10:00');
  });

  it('counts its edges by the whole minute', () => {
    const exact = dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-04 09:00', '2026-11-05 10:00'));
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-04 09:00:59', '2026-11-05 10:00:59'))).toBe(exact);
  });

  it('of no length moves nothing within working hours', () => {
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-04 09:00', '2026-11-04 09:00'))).toBe('2026-11-09 09:00');
  });
});

describe('a pause around the due date', () => {
  it('that begins a minute before the due instant keeps that minute', () => {
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-09 08:59', '2026-11-12 10:00'))).toBe('2026-11-12 10:01');
  });

  it('that ends exactly at the due instant adds what it took', () => {
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-11-06 09:00', '2026-11-09 09:00'))).toBe('2026-11-10 09:00'); // 480
  });

  it.each(['2026-11-09 09:00', '2026-11-09 15:00', '2026-11-09 23:59'])(
    'that begins on the due date with nothing remaining, at %s, is due when it ends',
    (from) => {
      expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause(from, '2026-11-12 12:00'))).toBe('2026-11-12 13:30'); // resume at lunch → 13:30 + 0
      expect(dueAt(MONDAY, fiveDays, 'RESET', pause(from, '2026-11-12 10:00'))).toBe('2026-11-19 10:00'); // 5 days from Thu 12
    },
  );

  it.each(['RESET', 'PAUSE'] as const)('that begins on a day after the due date moves nothing (%s)', (policy) => {
    const late = counted(MONDAY, fiveDays, policy, pause('2026-11-10 00:00', '2026-11-20 10:00'));
    expect(wall(late.dueAt)).toBe('2026-11-09 09:00');
    expect(late.apologyBy).toBe(at('2026-11-06 17:00'));
    expect(late.trace).toContainEqual(
      expect.objectContaining({ is: 'pause-without-effect', because: 'after-due-date' }),
    );
  });

  it('is measured by the due date that earlier pauses moved', () => {
    const first = pause('2026-11-04 09:00', '2026-11-10 09:00'); // PAUSE: due Fri 13 09:00; RESET: Tue 17 09:00
    const second = pause('2026-11-13 08:00', '2026-11-16 09:00');
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', first, second)).toBe('2026-11-16 10:00'); // 60 left
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', first, pause('2026-11-14 08:00', '2026-11-16 09:00'))).toBe(
      '2026-11-13 09:00',
    );
    expect(dueAt(MONDAY, fiveDays, 'RESET', first, second)).toBe('2026-11-23 09:00'); // 5 days from Mon 16
    expect(dueAt(MONDAY, fiveDays, 'RESET', first, pause('2026-11-18 08:00', '2026-11-20 09:00'))).toBe(
      '2026-11-17 09:00',
    );
  });
});

describe('a pause around the start', () => {
  it.each(['RESET', 'PAUSE'] as const)('that is over when the count begins moves nothing (%s)', (policy) => {
    const early = counted(MONDAY, fiveDays, policy, pause('2026-10-28 09:00', '2026-11-02 09:00'));
    expect(wall(early.dueAt)).toBe('2026-11-09 09:00');
    expect(early.trace).toContainEqual(
      expect.objectContaining({ is: 'pause-without-effect', because: 'before-count' }),
    );
  });

  it('that began before it counts only from the start on', () => {
    expect(dueAt(MONDAY, fiveDays, 'PAUSE', pause('2026-10-28 09:00', '2026-11-03 09:00'))).toBe('2026-11-10 09:00'); // 480
    const dates: Limit = { amount: 7, unit: 'calendar-day' };
    expect(dueAt(MONDAY, dates, 'PAUSE', pause('2026-10-28 09:00', '2026-11-03 09:00'))).toBe('2026-11-10 09:00'); // 1 date
  });
});

describe('calendar days and months under PAUSE', () => {
  const tenDays: Limit = { amount: 10, unit: 'calendar-day' };

  it('move the end by the dates of the pause and roll once', () => {
    // Wed 4 + 10 = Sat 14 (rolled: Mon 16); Thu 5 → Mon 9 = 4 dates → Wed 18
    expect(dueAt('2026-11-04 09:00', tenDays, 'PAUSE', pause('2026-11-05 16:00', '2026-11-09 08:00'))).toBe(
      '2026-11-18 09:00',
    );
  });

  it('are not moved by a pause within one date', () => {
    expect(dueAt('2026-11-04 09:00', tenDays, 'PAUSE', pause('2026-11-05 07:00', '2026-11-05 17:00'))).toBe(
      '2026-11-16 09:00',
    );
  });

  it('add up the dates of pauses apart', () => {
    const pauses = [pause('2026-11-05 16:00', '2026-11-06 08:00'), pause('2026-11-09 16:00', '2026-11-12 08:00')];
    expect(dueAt('2026-11-04 09:00', tenDays, 'PAUSE', ...pauses)).toBe('2026-11-18 09:00'); // Sat 14 + 1 + 3 = Wed 18
  });

  it('move from the unrolled end even when the pause begins on the rolled due date', () => {
    // Sat 14 + (Mon 16 → Fri 20 = 4 dates) = Wed 18
    expect(dueAt('2026-11-04 09:00', tenDays, 'PAUSE', pause('2026-11-16 08:00', '2026-11-20 08:00'))).toBe(
      '2026-11-18 09:00',
    );
  });

  it('move the clamped end of months', () => {
    // 31 Jan 2026 is a Saturday: normalised Mon 2 Feb 07:00; 1 month = Mon 2 Mar; 3 dates → Thu 5 Mar
    expect(
      dueAt('2026-01-31 09:00', { amount: 1, unit: 'month' }, 'PAUSE', pause('2026-02-10 09:00', '2026-02-13 09:00')),
    ).toBe('2026-03-05 07:00');
  });

  it('start again under RESET', () => {
    expect(dueAt('2026-11-04 09:00', tenDays, 'RESET', pause('2026-11-05 16:00', '2026-11-09 08:00'))).toBe(
      '2026-11-19 08:00',
    );
  });
});

describe('the count again from the start (RESET, ND118-2025/19.5)', () => {
  it('runs from the end of the last pause', () => {
    const pauses = [pause('2026-11-03 09:00', '2026-11-04 09:00'), pause('2026-11-05 09:00', '2026-11-06 15:20')];
    expect(dueAt(MONDAY, fiveDays, 'RESET', ...pauses)).toBe('2026-11-13 15:20'); // Fri 6 + 5
  });

  it('runs from the normalised end', () => {
    expect(dueAt(MONDAY, fiveDays, 'RESET', pause('2026-11-03 09:00', '2026-11-07 15:20'))).toBe('2026-11-16 07:00'); // Sat → Mon 9 07:00
  });

  it('applies to a supplement asked and completed within one minute', () => {
    expect(dueAt(MONDAY, fiveDays, 'RESET', pause('2026-11-04 10:00', '2026-11-04 10:00:30'))).toBe('2026-11-11 10:00');
  });
});

describe('the apology deadline after a pause (ND118-2025/19.6)', () => {
  it('is none when what remained is too short', () => {
    const short = counted(MONDAY, fiveDays, 'PAUSE', pause('2026-11-06 17:00', '2026-11-10 16:00')); // 120 left: Tue 60, Wed 60
    expect([wall(short.dueAt), short.apologyBy]).toEqual(['2026-11-11 08:00', null]);
  });

  it('is measured from the normalised resume', () => {
    const night = counted(MONDAY, fiveDays, 'PAUSE', pause('2026-11-05 17:00', '2026-11-10 20:00')); // 600 left: Wed 11 480, Thu 12 120
    expect([wall(night.dueAt), night.apologyBy]).toEqual(['2026-11-12 09:00', null]); // Wed 11 is the day of the resume
  });
});

describe('pauses that cannot be', () => {
  it.each([
    ['2026-11-05 09:00', '2026-11-04 09:00'],
    ['2026-11-05 09:00:40', '2026-11-05 09:00:10'],
  ])('are refused: from %s to %s', (from, to) => {
    expect(refusalOf(() => dueAt(MONDAY, fiveDays, 'PAUSE', pause(from, to)))).toBe('pause-out-of-order');
    expect(factsOf(() => dueAt(MONDAY, fiveDays, 'PAUSE', pause(from, to)))).toEqual(pause(from, to));
  });

  it.each([
    ['2023-12-29 09:00', '2024-01-02 09:00'],
    ['2027-12-31 09:00', '2028-01-03 09:00'],
  ])('are refused when the calendar does not know their days: %s to %s', (from, to) => {
    expect(refusalOf(() => dueAt(MONDAY, fiveDays, 'PAUSE', pause(from, to)))).toBe('calendar-not-loaded');
  });
});

describe('pauses taken one by one', () => {
  const begun = () => begin({ from: at(MONDAY), limit: fiveDays, calendar: vietnam });

  it('may have policies of their own: a supplement starts again, the financial obligation after it keeps the rest', () => {
    const supplemented = resume({
      calendar: vietnam,
      count: begun().count,
      pause: pause('2026-11-04 09:00', '2026-11-05 09:00'),
      policy: 'RESET',
    });
    const paid = resume({
      calendar: vietnam,
      count: supplemented.count,
      pause: pause('2026-11-06 09:00', '2026-11-09 09:00'),
      policy: 'PAUSE',
    });
    expect([wall(supplemented.dueAt), wall(paid.dueAt)]).toEqual(['2026-11-12 09:00', '2026-11-13 09:00']); // Thu 5 + 5; + 480
  });

  it('are one where they overlap, even where the first alone left the due date behind', () => {
    // Wed 4 + 10 = Sat 14, rolled to Mon 16; Mon 16 → Tue 17 puts it back to Sun 15, rolled to Mon 16; on to Fri 20: Wed 18
    const tenDays = begin({
      from: at('2026-11-04 09:00'),
      limit: { amount: 10, unit: 'calendar-day' },
      calendar: vietnam,
    });
    const after = (count: typeof tenDays.count, ...[from, to]: readonly [string, string]) =>
      resume({ calendar: vietnam, count, pause: pause(from, to), policy: 'PAUSE' });
    const first = after(tenDays.count, '2026-11-16 08:00', '2026-11-17 07:00');
    expect(wall(first.dueAt)).toBe('2026-11-16 09:00');
    expect(wall(after(first.count, '2026-11-16 10:00', '2026-11-20 08:00').dueAt)).toBe('2026-11-18 09:00');
    expect(wall(after(first.count, '2026-11-17 08:00', '2026-11-20 08:00').dueAt)).toBe('2026-11-16 09:00'); // apart
  });

  it('tell the remaining working minutes, none once the due instant has passed', () => {
    expect(remainingAt(vietnam, begun().dueAt, at('2026-11-06 16:00'))).toBe(180); // Fri 60 + Mon 120
    expect(remainingAt(vietnam, begun().dueAt, at('2026-11-09 09:01'))).toBe(0);
  });
});
