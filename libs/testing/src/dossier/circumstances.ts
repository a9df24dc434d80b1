import { readFileSync } from 'node:fs';
import type { Actor, Instant } from '#kernel';
import type { Circumstances } from '#dossier';
import type { WorkingCalendar } from '#working-time';

const file = new URL('../../../catalogue/data/calendar.vn.json', import.meta.url);

/** The public-sector calendar 2024–2027. */
export const publicCalendar: WorkingCalendar = { version: 1, ...JSON.parse(readFileSync(file, 'utf8')) };

/** The same calendar as decreed anew, with these days of 2026 off as well. */
export const calendarWithDaysOff = (...days: readonly string[]): WorkingCalendar => ({
  ...publicCalendar,
  version: 2,
  years: publicCalendar.years.map((of) =>
    of.year === 2026
      ? { ...of, off: { ...of.off, ...Object.fromEntries(days.map((day) => [day, 'nghỉ theo quyết định mới'])) } }
      : of,
  ),
});

/** The same calendar as decreed anew, with these days of 2026 worked after all. */
export const calendarWithDaysWorked = (...days: readonly string[]): WorkingCalendar => ({
  ...publicCalendar,
  version: 3,
  years: publicCalendar.years.map((of) =>
    of.year === 2026
      ? { ...of, off: Object.fromEntries(Object.entries(of.off).filter(([day]) => !days.includes(day))) }
      : of,
  ),
});

/** `2026-11-20 09:00` on a wall in Vietnam as an instant. */
export const at = (wall: string): Instant => new Date(`${wall.replace(' ', 'T')}+07:00`).toISOString();

/** An instant as `2026-11-20 09:00` on a wall in Vietnam. */
export const wall = (instant: Instant): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** A reception officer of a commune's one-stop centre. */
export const officer: Actor = { id: 'canbo.01', role: 'reception-officer', agency: 'H27.118' };

/** A command given and entered at this moment; `entered` on another moment makes it a late entry. */
export const on = (
  moment: string,
  late: { readonly entered?: string; readonly lateReason?: string; readonly calendar?: WorkingCalendar } = {},
): Circumstances => ({
  actor: officer,
  now: at(late.entered ?? moment),
  at: at(moment),
  lateReason: late.lateReason ?? null,
  calendar: late.calendar ?? publicCalendar,
});
