import type { Instant } from '#kernel';
import { latestStart, type WorkingCalendar } from '#working-time';
import type { Duty } from '../duty.js';

/** A warning comes so long before the due instant: one working day (choice). */
const WARNING_MINUTES = 480;

export const warningAt = (calendar: WorkingCalendar, dueAt: Instant): Instant =>
  latestStart(calendar, dueAt, WARNING_MINUTES);

/** A warning, where there is time for one, and the word that it is overdue. */
export function warned(calendar: WorkingCalendar, arisesAt: Instant, dueAt: Instant): Duty['notices'] {
  const warnAt = warningAt(calendar, dueAt);
  const overdue = { level: 'overdue', at: dueAt } as const;
  return warnAt > arisesAt ? [{ level: 'warning', at: warnAt }, overdue] : [overdue];
}
