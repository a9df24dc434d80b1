import fc from 'fast-check';
import {
  addWorkingDays,
  addWorkingMinutes,
  begin,
  between,
  closesUnsupplementedAt,
  countShape,
  due,
  isWorkingDay,
  latestStart,
  normalise,
  resume,
  sentences,
  traceOf,
  traceShape,
  type Limit,
  type Pause,
  type RecordedTrace,
  type SupplementPolicy,
  type TraceEntry,
  type WorkingCalendar,
} from '#working-time';
import { departs, vietnamDay, type Instant } from '#kernel';
import { BruteForce } from '../test/brute-force.js';
import { at, refusalOf, vietnam } from '../test/vietnam.js';

const slow = new BruteForce(vietnam);
const MINUTE = 60_000;

const plus = (instant: Instant, minutes: number): Instant =>
  new Date(Date.parse(instant) + minutes * MINUTE).toISOString();

/** Around Tết, the year's ends, swapped Saturdays and the days between holidays, and anywhere in 2024 to mid-2027. */
const days = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 1270 }).map((n) => plus(at('2024-01-01 00:00'), n * 1440)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          '2024-05-04',
          '2025-04-26',
          '2026-01-01',
          '2026-02-13',
          '2026-08-22',
          '2026-11-24',
          '2026-12-31',
        ),
        fc.integer({ min: -4, max: 4 }),
      )
      .map(([day, n]) => plus(at(`${day} 00:00`), n * 1440)),
  },
);
const EDGES = [0, 419, 420, 421, 689, 690, 691, 809, 810, 811, 899, 900, 901, 1019, 1020, 1021, 1439];
const minutes = fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.constantFrom(...EDGES));
const instants: fc.Arbitrary<Instant> = fc
  .tuple(days, minutes, fc.constantFrom(0, 0, 0.5, 59_999 / MINUTE))
  .map(([day, minute, second]) => plus(day, minute + second));

const amounts = (unit: Limit['unit'], arbitrary: fc.Arbitrary<number>): fc.Arbitrary<Limit> =>
  arbitrary.map((amount) => ({ amount, unit }));
const hours = amounts(
  'hour',
  fc.oneof(
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: 1, max: 200 }).map((n) => n / 4),
  ),
);
const workingDays = amounts('working-day', fc.integer({ min: 1, max: 45 }));
const fractions = amounts(
  'working-day',
  fc.integer({ min: 1, max: 200 }).map((n) => n / 10),
);
const calendarDays = amounts('calendar-day', fc.integer({ min: 1, max: 70 }));
const months = amounts('month', fc.integer({ min: 1, max: 3 }));
const sameDay = amounts('same-day', fc.integer({ min: 0, max: 9 }));
const limits = fc.oneof(hours, workingDays, fractions, calendarDays, months, sameDay);

/** Pauses near the start and near the first due date, some touching, overlapping, empty, or lying before the count. */
const pausesOf = (from: Instant, limit: Limit): fc.Arbitrary<Pause[]> => {
  const { dueAt } = begin({ from, limit, calendar: vietnam });
  const anchor = fc.oneof(
    fc.integer({ min: -2000, max: 30_000 }).map((n) => plus(from, n)),
    fc.integer({ min: -1500, max: 1500 }).map((n) => plus(dueAt, n)),
    fc.constantFrom(from, dueAt, normalise(vietnam, from)),
  );
  const length = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 900 }), fc.constant(0));
  return fc
    .array(
      fc.tuple(anchor, length).map(([start, n]) => ({ from: start, to: plus(start, n) })),
      { minLength: 1, maxLength: 4 },
    )
    .map((pauses) =>
      pauses.filter(({ from: first, to }) => first >= at('2024-01-01 00:00') && to < at('2028-01-01 00:00')),
    );
};

const gaps = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 1000 }));
const policies = fc.constantFrom<SupplementPolicy>('RESET', 'PAUSE');
const paused = fc.tuple(instants, limits, policies).chain(([from, limit, policy]) =>
  fc.record({
    from: fc.constant(from),
    limit: fc.constant(limit),
    policy: fc.constant(policy),
    pauses: pausesOf(from, limit),
  }),
);

const settings = { seed: 118 };

/** The outcome, or that the count left the calendar. */
function outcome<T>(count: () => T): T | 'calendar-not-loaded' {
  try {
    return count();
  } catch (error) {
    if (error instanceof RangeError || refusalOf(() => throwing(error)) === 'calendar-not-loaded')
      return 'calendar-not-loaded';
    throw error;
  }
}

const throwing = (error: unknown): never => {
  throw error;
};

describe('counting, against walking minute by minute', () => {
  it('finds the same due instant and apology deadline for every unit', () => {
    fc.assert(
      fc.property(instants, limits, (from, limit) => {
        const { dueAt, apologyBy } = due({ from, limit, calendar: vietnam });
        expect({ dueAt, apologyBy }).toEqual(slow.due(from, limit));
      }),
      { ...settings, numRuns: 600 },
    );
  });

  it('finds the same with pauses, under either policy', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const ours = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        const theirs = outcome(() => slow.due(from, limit, pauses, policy));
        expect(ours === 'calendar-not-loaded' ? ours : { dueAt: ours.dueAt, apologyBy: ours.apologyBy }).toEqual(
          theirs,
        );
      }),
      { ...settings, numRuns: 700 },
    );
  });

  it('finds the same with the hours of another office and an evening session', () => {
    const office: WorkingCalendar = {
      ...vietnam,
      id: 'office',
      workingHours: [
        ['07:30', '12:00'],
        ['13:00', '16:30'],
        ['18:00', '19:15'],
      ],
    };
    const slowOffice = new BruteForce(office);
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const ours = outcome(() => due({ from, limit, calendar: office, policy, pauses }));
        const theirs = outcome(() => slowOffice.due(from, limit, pauses, policy));
        expect(ours === 'calendar-not-loaded' ? ours : { dueAt: ours.dueAt, apologyBy: ours.apologyBy }).toEqual(
          theirs,
        );
      }),
      { ...settings, numRuns: 300 },
    );
  });

  it('finds the same normalised start', () => {
    fc.assert(
      fc.property(instants, (instant) => expect(normalise(vietnam, instant)).toBe(slow.normalise(instant))),
      { ...settings, numRuns: 700 },
    );
  });

  it('finds the same working minutes between two instants, and they add up', () => {
    fc.assert(
      fc.property(instants, gaps, gaps, (from, first, second) => {
        const middle = plus(from, first);
        const to = plus(middle, second);
        expect(between(vietnam, from, to)).toBe(slow.between(from, to));
        expect(between(vietnam, from, middle) + between(vietnam, middle, to)).toBe(between(vietnam, from, to));
      }),
      { ...settings, numRuns: 300 },
    );
  });

  it('closes an unsupplemented dossier at the same opening', () => {
    fc.assert(
      fc.property(instants, (noticeAt) =>
        expect(closesUnsupplementedAt(vietnam, noticeAt).closesAt).toBe(slow.closesAt(noticeAt)),
      ),
      { ...settings, numRuns: 300 },
    );
  });
});

describe('truths of all units', () => {
  const dueAt = (from: Instant, limit: Limit) => due({ from, limit, calendar: vietnam }).dueAt;

  it('never gives an earlier due date for a later start', () => {
    fc.assert(
      fc.property(instants, gaps, limits, (from, gap, limit) => {
        expect(vietnamDay(dueAt(plus(from, gap), limit)) >= vietnamDay(dueAt(from, limit))).toBe(true);
      }),
      { ...settings, numRuns: 1200 },
    );
  });

  it('never gives an earlier due instant for a longer limit, whole days and fractions alike', () => {
    fc.assert(
      fc.property(instants, limits, fc.integer({ min: 1, max: 400 }), (from, limit, tenths) => {
        const whole = limit.unit === 'calendar-day' || limit.unit === 'month';
        const longer = { ...limit, amount: limit.amount + (whole ? Math.ceil(tenths / 100) : tenths / 10) };
        expect(dueAt(from, longer) >= dueAt(from, limit)).toBe(true);
      }),
      { ...settings, numRuns: 1200 },
    );
  });

  it('adds up for whole working days: three and then four are seven', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (from, a, b) => {
        expect(addWorkingDays(vietnam, addWorkingDays(vietnam, from, a), b)).toBe(addWorkingDays(vietnam, from, a + b));
      }),
      { ...settings, numRuns: 700 },
    );
  });

  it('adds up for hours', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }), (from, a, b) => {
        const twice = addWorkingMinutes(vietnam, addWorkingMinutes(vietnam, from, a), b);
        expect(twice).toBe(addWorkingMinutes(vietnam, from, a + b));
      }),
      { ...settings, numRuns: 700 },
    );
  });

  it('starts as late as the minutes allow, and not a minute later', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 9000 }), (from, minutes) => {
        const end = addWorkingMinutes(vietnam, from, minutes);
        const start = latestStart(vietnam, end, minutes);
        const later = new Date(Date.parse(start) + 60_000).toISOString();
        expect(between(vietnam, start, end)).toBe(minutes);
        expect(between(vietnam, later, end)).toBe(minutes - 1);
      }),
      { ...settings, numRuns: 700 },
    );
  });

  it('is never due outside working time, closings included', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const counted = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        if (counted === 'calendar-not-loaded') return;
        const minuteBefore = plus(counted.dueAt, -1);
        expect(slow.inWorkingTime(counted.dueAt) || slow.inWorkingTime(minuteBefore)).toBe(true);
      }),
      { ...settings, numRuns: 700 },
    );
  });
});

describe('taking pauses one by one, as a dossier lives through them', () => {
  it('ends where counting with all of them at once ends', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const atOnce = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        const inOrder = [...pauses].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
        const oneByOne = outcome(() =>
          inOrder.reduce(
            (before, pause) => resume({ calendar: vietnam, count: before.count, pause, policy }),
            begin({ from, limit, calendar: vietnam }),
          ),
        );
        if (atOnce === 'calendar-not-loaded' || oneByOne === 'calendar-not-loaded') expect(oneByOne).toBe(atOnce);
        else {
          expect(oneByOne.count).toEqual(atOnce.count);
          expect(oneByOne.apologyBy).toBe(atOnce.apologyBy);
        }
      }),
      { ...settings, numRuns: 1200 },
    );
  });
});

describe('the trace', () => {
  const minutesIn = (entries: readonly TraceEntry[]): number =>
    entries.reduce((sum, entry) => sum + ('minutes' in entry ? (entry.minutes ?? 0) : 0), 0);
  const afterLastRestart = (entries: readonly TraceEntry[]): readonly TraceEntry[] =>
    entries.slice(entries.map((entry) => entry.is === 'pause' && entry.policy === 'RESET').lastIndexOf(true) + 1);

  it('counts minutes that sum up to the limit, with pauses or without', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const counted = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        if (counted === 'calendar-not-loaded') return;
        const kept = counted.trace.some((entry) => entry.is === 'pause' && entry.remaining !== undefined);
        const minutes = minutesIn(afterLastRestart(counted.trace));
        if (limit.unit === 'hour') expect(minutes).toBe(Math.round(limit.amount * 60));
        else if (limit.unit === 'working-day' && (kept || limit.amount % 1 !== 0))
          expect(minutes).toBe(Math.round(limit.amount * 480));
        else if (limit.unit === 'working-day') expect(workingDaysIn(counted.trace)).toBe(limit.amount);
      }),
      { ...settings, numRuns: 1200 },
    );
  });

  const workingDaysIn = (entries: readonly TraceEntry[]): number =>
    entries.reduce(
      (sum, entry) => sum + (entry.is === 'working-days' || entry.is === 'swapped-days' ? entry.days : 0),
      0,
    );

  it('counts only working time, and skips only what is none', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const counted = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        if (counted === 'calendar-not-loaded') return;
        for (const entry of counted.trace)
          if (entry.is === 'counted') expect(slow.between(entry.from, entry.to)).toBe(entry.minutes);
          else if (entry.is === 'lunch' || entry.is === 'outside-hours')
            expect(slow.between(entry.from, entry.to)).toBe(0);
          else if (entry.is === 'weekend' || entry.is === 'holiday')
            expect(daysOf(entry).some((day) => isWorkingDay(vietnam, day))).toBe(false);
          else if (entry.is === 'working-days' || entry.is === 'swapped-days')
            expect(daysOf(entry).every((day) => isWorkingDay(vietnam, day))).toBe(true);
      }),
      { ...settings, numRuns: 500 },
    );
  });

  const daysOf = ({ from, days: count }: { readonly from: string; readonly days: number }): readonly string[] =>
    Array.from({ length: count }, (_, n) => vietnamDay(plus(at(`${from} 00:00`), n * 1440)));

  it('leaves no minute of a count in working hours unexplained', () => {
    fc.assert(
      fc.property(instants, fc.oneof(hours, fractionsOnly), (from, limit) => {
        const { trace, dueAt } = due({ from, limit, calendar: vietnam });
        const explained = trace.flatMap((entry) => stretchesOf(entry)).sort((a, b) => (a.from < b.from ? -1 : 1));
        let reached = normalise(vietnam, from);
        for (const stretch of explained) {
          expect(stretch.from).toBe(reached);
          reached = stretch.to;
        }
        expect(reached).toBe(dueAt);
      }),
      { ...settings, numRuns: 500 },
    );
  });

  const fractionsOnly = fractions.filter((limit) => limit.amount % 1 !== 0);

  /** The stretches of time that an entry speaks of; whole days reach from opening to closing, with their nights between. */
  function stretchesOf(entry: TraceEntry): { from: Instant; to: Instant }[] {
    if (entry.is === 'counted' || entry.is === 'lunch' || entry.is === 'outside-hours') return [entry];
    if (entry.is !== 'working-days' && entry.is !== 'swapped-days') return [];
    return [{ from: at(`${entry.from} 07:00`), to: at(`${entry.to} 17:00`) }];
  }

  it('fits the shape that events carry, whatever is counted, and reads back as it was', () => {
    fc.assert(
      fc.property(paused, ({ from, limit, policy, pauses }) => {
        const counted = outcome(() => due({ from, limit, calendar: vietnam, policy, pauses }));
        if (counted === 'calendar-not-loaded') return;
        const stored: RecordedTrace = JSON.parse(JSON.stringify(counted.trace));
        expect(departs(traceShape, stored)).toBeNull();
        expect(departs(countShape, counted.count)).toBeNull();
        expect(sentences(traceOf(stored))).toEqual(sentences(counted.trace));
      }),
      { ...settings, numRuns: 500 },
    );
  });
});
