import type { Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import {
  afterMinutes,
  dayNumber,
  instantOf,
  minutesBetween,
  oneWorkingDayAfter,
  wallMinute,
} from './working-minutes.js';

/** A limit as published. */
export interface Amount {
  readonly amount: number;
  readonly unit: string;
}

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

const DAY = 1_440;

/** The day until whose end a leg is in time, in days since 1970, with pauses that keep what is left; null where the calendar ends before. */
export function lastDayOf(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Amount,
  pauses: readonly Stretch[],
): number | null {
  const begun = afterMinutes(calendar, from, 0);
  if (begun === null) return null;
  const byDate = limit.unit === 'calendar-day' || limit.unit === 'month';
  let unrolled = byDate ? byDates(begun, limit) : null;
  let due = unrolled === null ? byWork(calendar, begun, limit) : rolled(calendar, unrolled);
  for (const pause of united(pauses)) {
    if (due === null) return null;
    if (pause.from > from && dayNumber(pause.from) > dayNumber(due)) continue;
    if (unrolled === null) {
      const left = pause.from < due ? minutesBetween(calendar, pause.from, due) : 0;
      due = left === null ? null : afterMinutes(calendar, pause.to, left);
    } else {
      unrolled += (dayNumber(pause.to) - dayNumber(pause.from)) * DAY;
      due = rolled(calendar, unrolled);
    }
  }
  return due === null ? null : dayNumber(due);
}

/** In minutes since 1970 on the clocks of Vietnam. */
function byDates(begun: Instant, { amount, unit }: Amount): number {
  const start = wallMinute(begun);
  if (unit === 'calendar-day') return start + amount * DAY;
  const date = new Date(start * 60_000);
  const month = date.getUTCMonth() + amount;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastOfMonth);
  return Date.UTC(date.getUTCFullYear(), month, day) / 60_000 + (start % DAY);
}

function byWork(calendar: WorkingCalendar, begun: Instant, { amount, unit }: Amount): Instant | null {
  if (unit === 'same-day') return wallMinute(begun) % DAY < 15 * 60 ? begun : oneWorkingDayAfter(calendar, begun);
  if (unit === 'hour') return afterMinutes(calendar, begun, Math.round(amount * 60));
  if (!Number.isInteger(amount)) return afterMinutes(calendar, begun, Math.round(amount * 480));
  let due: Instant | null = begun;
  for (let days = 0; days < amount && due !== null; days += 1) due = oneWorkingDayAfter(calendar, due);
  return due;
}

/** The same time of day on the first worked day from then on. */
function rolled(calendar: WorkingCalendar, minute: number): Instant | null {
  for (let at = minute; ; at += DAY) {
    const worked = minutesBetween(calendar, instantOf(at - (at % DAY)), instantOf(at - (at % DAY) + DAY - 1));
    if (worked === null) return null;
    if (worked > 0) return instantOf(at);
  }
}

function united(pauses: readonly Stretch[]): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const pause of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = all[all.length - 1];
    if (last === undefined || pause.from > last.to) all.push(pause);
    else all[all.length - 1] = { from: last.from, to: pause.to > last.to ? pause.to : last.to };
  }
  return all;
}
