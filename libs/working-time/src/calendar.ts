import { Refusal, type Day } from '#kernel';
import { dayNumberOf, dayOf, minutesSinceMidnight, weekdayOf, yearOf, type DayNumber } from './moment.js';

/** One year of the calendar; a provisional year holds statutory holidays only and waits for the official notice. */
export interface CalendarYear {
  readonly year: number;
  readonly status: string;
  /** Ngày nghỉ — weekdays not worked, with the holiday's name. */
  readonly off: Readonly<Record<Day, string>>;
  /** Ngày làm bù — Saturdays or Sundays worked in exchange (hoán đổi), with the day they stand for. */
  readonly worked: Readonly<Record<Day, string>>;
}

/** Lịch làm việc — an agency's working calendar, one version of it, as plain data. Hours are `HH:MM` in Vietnam. */
export interface WorkingCalendar {
  readonly id: string;
  readonly version: number;
  readonly workingHours: readonly (readonly [string, string])[];
  readonly years: readonly CalendarYear[];
}

/** A stretch of working time within the day, in minutes since midnight; `before` is the working time that precedes it. */
export interface Session {
  readonly opens: number;
  readonly closes: number;
  readonly before: number;
}

/** Loaded years without a gap: how many working days precede each day, and which they are. */
interface Span {
  readonly first: DayNumber;
  readonly last: DayNumber;
  readonly rank: Int32Array;
  readonly workingDays: Int32Array;
}

/** What a day is in the calendar, and the name that explains it. */
export type DayKind =
  { readonly is: 'working' | 'weekend' } | { readonly is: 'holiday' | 'swapped'; readonly name: string };

/** A calendar made ready for counting: every question below is answered without walking over days. */
export class Timetable {
  private readonly spans: readonly Span[];
  private readonly named = new Map<DayNumber, DayKind>();
  readonly sessions: readonly Session[];
  readonly minutesADay: number;
  readonly opening: number;
  readonly closing: number;

  constructor(private readonly calendar: WorkingCalendar) {
    this.sessions = sessionsOf(calendar);
    const [first, last] = [this.sessions.at(0), this.sessions.at(-1)];
    if (first === undefined || last === undefined) throw broken(calendar, 'workingHours');
    this.opening = first.opens;
    this.closing = last.closes;
    this.minutesADay = last.before + last.closes - last.opens;
    for (const year of calendar.years) this.name(year);
    this.spans = runsOfYears(calendar).map(([from, to]) =>
      this.span(dayNumberOf(`${from}-01-01`), dayNumberOf(`${to}-12-31`)),
    );
  }

  /** @throws Refusal `calendar-not-loaded` outside the calendar's years, as everything below. */
  kindOf(day: DayNumber): DayKind {
    this.spanOf(day);
    return this.kind(day);
  }

  isWorking(day: DayNumber): boolean {
    const span = this.spanOf(day);
    return rankIn(span, day + 1) > rankIn(span, day);
  }

  /** Working days from `from` to `to`, the latter excluded; negative when reversed. */
  workingDaysBetween(from: DayNumber, to: DayNumber): number {
    const span = this.spanOf(from);
    if (to < span.first || to > span.last) throw this.notLoaded(this.firstMissing(from, to));
    return rankIn(span, to) - rankIn(span, from);
  }

  /** The n-th working day of those on or after `day`, counted from 0; -1 is the last one before it. */
  workingDayFrom(day: DayNumber, n: number): DayNumber {
    const span = this.spanOf(day);
    const found = span.workingDays[rankIn(span, day) + n];
    if (found === undefined) throw this.notLoaded(n < 0 ? span.first - 1 : span.last + 1);
    return found;
  }

  requireLoaded(day: DayNumber): void {
    this.spanOf(day);
  }

  private spanOf(day: DayNumber): Span {
    for (const span of this.spans) if (day >= span.first && day <= span.last) return span;
    throw this.notLoaded(day);
  }

  private firstMissing(from: DayNumber, to: DayNumber): DayNumber {
    const span = this.spanOf(from);
    return to > from ? Math.min(to, span.last + 1) : Math.max(to, span.first - 1);
  }

  private notLoaded(day: DayNumber): Refusal {
    return new Refusal('calendar-not-loaded', null, { calendar: this.calendar.id, year: yearOf(day) });
  }

  private kind(day: DayNumber): DayKind {
    const weekday = weekdayOf(day);
    return this.named.get(day) ?? (weekday === 0 || weekday === 6 ? WEEKEND : WORKING);
  }

  private name({ year, off, worked }: CalendarYear): void {
    for (const [is, days] of [
      ['holiday', off],
      ['swapped', worked],
    ] as const)
      for (const [day, name] of Object.entries(days)) {
        const number = dayNumberOf(day);
        if (yearOf(number) !== year || this.named.has(number)) throw broken(this.calendar, day);
        this.named.set(number, { is, name });
      }
  }

  private span(first: DayNumber, last: DayNumber): Span {
    const rank = new Int32Array(last - first + 2);
    const workingDays: number[] = [];
    for (let day = first; day <= last; day += 1) {
      const { is } = this.kind(day);
      if (is === 'working' || is === 'swapped') workingDays.push(day);
      rank[day - first + 1] = workingDays.length;
    }
    return { first, last, rank, workingDays: Int32Array.from(workingDays) };
  }
}

const WORKING: DayKind = { is: 'working' };
const WEEKEND: DayKind = { is: 'weekend' };

const rankIn = (span: Span, day: DayNumber): number => span.rank[day - span.first] ?? 0;

const broken = (calendar: WorkingCalendar, at: string) =>
  new Refusal('invalid-input', null, { calendar: calendar.id, at });

function sessionsOf(calendar: WorkingCalendar): readonly Session[] {
  const sessions: Session[] = [];
  let before = 0;
  let end = -1;
  for (const [from, to] of calendar.workingHours) {
    const [opens, closes] = [minutesSinceMidnight(from), minutesSinceMidnight(to)];
    if (opens <= end || closes <= opens) throw broken(calendar, `${from}-${to}`);
    sessions.push({ opens, closes, before });
    before += closes - opens;
    end = closes;
  }
  return sessions;
}

function runsOfYears(calendar: WorkingCalendar): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const year of calendar.years.map((each) => each.year).sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (!Number.isInteger(year) || year < 1000 || year > 9999 || (run !== undefined && year <= run[1]))
      throw broken(calendar, String(year));
    if (run !== undefined && year === run[1] + 1) run[1] = year;
    else runs.push([year, year]);
  }
  return runs;
}

const timetables = new WeakMap<WorkingCalendar, Timetable>();

/**
 * The calendar made ready for counting, once for each calendar object: keep one object for one version.
 * @throws Refusal `invalid-input` when its hours or days contradict each other.
 */
export function timetableOf(calendar: WorkingCalendar): Timetable {
  const known = timetables.get(calendar);
  if (known !== undefined) return known;
  const timetable = new Timetable(calendar);
  timetables.set(calendar, timetable);
  return timetable;
}

/** Ngày làm việc — whether the office works on this day. @throws Refusal `calendar-not-loaded`, `invalid-input`. */
export const isWorkingDay = (calendar: WorkingCalendar, day: Day): boolean =>
  timetableOf(calendar).isWorking(dayNumberOf(day));

/** What the day is in this calendar, with the name of the holiday or of the exchange. */
export const dayKind = (calendar: WorkingCalendar, day: Day): DayKind => timetableOf(calendar).kindOf(dayNumberOf(day));

/** The next working day after this one. */
export const nextWorkingDay = (calendar: WorkingCalendar, day: Day): Day =>
  dayOf(timetableOf(calendar).workingDayFrom(dayNumberOf(day) + 1, 0));

/** The last working day strictly before this one. */
export const previousWorkingDay = (calendar: WorkingCalendar, day: Day): Day =>
  dayOf(timetableOf(calendar).workingDayFrom(dayNumberOf(day), -1));
