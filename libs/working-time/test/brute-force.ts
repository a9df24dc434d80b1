import type { Instant } from '#kernel';
import type { Limit, Pause, SupplementPolicy, WorkingCalendar } from '#working-time';

/*
 * The counting rules once more, by walking minute after minute and day after day. Slow and plain on purpose, and written
 * from the rules, not from the production code: it shares nothing with it but types.
 */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const VIETNAM = 7 * 60 * MINUTE;

/** Milliseconds of a clock that shows Vietnam time in its UTC fields. */
type Clock = number;

const read = (instant: Instant): Clock => {
  const clock = new Date(instant).getTime() + VIETNAM;
  return clock - (((clock % MINUTE) + MINUTE) % MINUTE);
};
const write = (clock: Clock): Instant => new Date(clock - VIETNAM).toISOString();
const dateOf = (clock: Clock): string => new Date(clock).toISOString().slice(0, 10);
const timeOf = (clock: Clock): string => new Date(clock).toISOString().slice(11, 16);
const atTime = (clock: Clock, time: string): Clock => Date.parse(`${dateOf(clock)}T${time}:00Z`);

export class BruteForce {
  private readonly days = new Map<number, boolean>();
  private readonly minutesOpen: readonly boolean[];

  constructor(private readonly calendar: WorkingCalendar) {
    this.minutesOpen = Array.from({ length: 1440 }, (_, minute) =>
      calendar.workingHours.some(([opens, closes]) => minute >= hour(opens) && minute < hour(closes)),
    );
  }

  due(
    from: Instant,
    limit: Limit,
    pauses: readonly Pause[] = [],
    policy: SupplementPolicy = 'RESET',
  ): { dueAt: Instant; apologyBy: Instant | null } {
    let begun = this.open(read(from));
    let unrolled = this.end(begun, limit);
    let due = this.roll(unrolled, limit);
    for (const pause of this.united(pauses, read(from))) {
      if (dateOf(pause.from) > dateOf(due)) continue;
      begun = this.open(pause.to);
      if (policy === 'RESET') {
        unrolled = this.end(begun, limit);
        due = this.roll(unrolled, limit);
      } else if (limit.unit === 'calendar-day' || limit.unit === 'month') {
        for (let day = atTime(pause.from, '00:00'); dateOf(day) < dateOf(pause.to); day += DAY) unrolled += DAY;
        due = this.roll(unrolled, limit);
      } else {
        due = this.walk(begun, this.minutes(pause.from, due));
      }
    }
    return { dueAt: write(due), apologyBy: this.apology(due, begun) };
  }

  between(from: Instant, to: Instant): number {
    return this.minutes(read(from), read(to));
  }

  normalise(instant: Instant): Instant {
    return write(this.open(read(instant)));
  }

  inWorkingTime(instant: Instant): boolean {
    return this.isOpen(read(instant));
  }

  closesAt(noticeAt: Instant): Instant {
    let day = atTime(read(noticeAt), '00:00');
    for (let passed = 0; passed < 15; passed += 1) day += DAY;
    while (!this.isWorked(day)) day += DAY;
    do day += DAY;
    while (!this.isWorked(day));
    while (!this.isOpen(day)) day += MINUTE;
    return write(day);
  }

  private end(begun: Clock, { amount, unit }: Limit): Clock {
    switch (unit) {
      case 'hour':
        return this.walk(begun, Math.round(amount * 60));
      case 'working-day':
        return amount % 1 === 0 ? this.workingDays(begun, amount) : this.walk(begun, Math.round(amount * 480));
      case 'calendar-day':
        return begun + amount * DAY;
      case 'month':
        return months(begun, amount);
      case 'same-day': {
        const [last] = this.calendar.workingHours.slice(-1);
        const day = timeOf(begun) < '15:00' ? begun : this.workingDays(begun, 1);
        return atTime(day, last?.[1] ?? 'none');
      }
    }
  }

  private workingDays(begun: Clock, amount: number): Clock {
    let day = begun;
    for (let left = amount; left > 0;) {
      day += DAY;
      if (this.isWorked(day)) left -= 1;
    }
    return day;
  }

  private roll(end: Clock, { unit }: Limit): Clock {
    let day = end;
    if (unit === 'calendar-day' || unit === 'month') while (!this.isWorked(day)) day += DAY;
    return day;
  }

  /** Lets so many working minutes pass; the last one ends where it ends, be it a closing. */
  private walk(begun: Clock, minutes: number): Clock {
    let clock = begun;
    for (let left = minutes; left > 0; clock += MINUTE) if (this.isOpen(clock)) left -= 1;
    return clock;
  }

  private minutes(from: Clock, to: Clock): number {
    let count = 0;
    for (let clock = from; clock < to; clock += MINUTE) if (this.isOpen(clock)) count += 1;
    return count;
  }

  private open(clock: Clock): Clock {
    let found = clock;
    while (!this.isOpen(found)) found += MINUTE;
    return found;
  }

  private apology(due: Clock, begun: Clock): Instant | null {
    let day = atTime(due, '00:00') - DAY;
    while (day >= atTime(begun, '00:00') && !this.isWorked(day)) day -= DAY;
    if (dateOf(day) <= dateOf(begun)) return null;
    const [last] = this.calendar.workingHours.slice(-1);
    return write(atTime(day, last?.[1] ?? 'none'));
  }

  /** Overlapping and touching ones united; what lies before the count begins is cut off. */
  private united(pauses: readonly Pause[], start: Clock): { from: Clock; to: Clock }[] {
    const rest = pauses
      .map((pause) => ({ from: Math.max(read(pause.from), start), to: read(pause.to) }))
      .filter((pause) => pause.to > start);
    for (;;) {
      const [a, b] =
        rest.flatMap((x) => rest.filter((y) => x !== y && x.from <= y.to && y.from <= x.to).map((y) => [x, y]))[0] ??
        [];
      if (a === undefined || b === undefined) return rest.sort((x, y) => x.from - y.from);
      rest.splice(rest.indexOf(b), 1);
      a.from = Math.min(a.from, b.from);
      a.to = Math.max(a.to, b.to);
    }
  }

  private isOpen(clock: Clock): boolean {
    return this.minutesOpen[(clock % DAY) / MINUTE] === true && this.isWorked(clock);
  }

  private isWorked(clock: Clock): boolean {
    const key = Math.floor(clock / DAY);
    const known = this.days.get(key);
    if (known !== undefined) return known;
    const date = dateOf(clock);
    const year = this.calendar.years.find((each) => String(each.year) === date.slice(0, 4));
    if (year === undefined) throw new RangeError(date);
    const weekend = [0, 6].includes(new Date(clock).getUTCDay());
    const worked = date in year.worked || (!weekend && !(date in year.off));
    this.days.set(key, worked);
    return worked;
  }
}

const hour = (text: string): number => Number(text.split(':')[0]) * 60 + Number(text.split(':')[1]);

function months(begun: Clock, amount: number): Clock {
  const [year = 0, month = 0, day = 0] = dateOf(begun).split('-').map(Number);
  const count = year * 12 + month - 1 + amount;
  const target = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
  for (let last = day; ; last -= 1) {
    const text = `${target}-${String(last).padStart(2, '0')}`;
    const found = Date.parse(`${text}T${timeOf(begun)}:00Z`);
    if (!Number.isNaN(found) && dateOf(found) === text) return found;
  }
}
