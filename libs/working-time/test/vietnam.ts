import { readFileSync } from 'node:fs';
import { inVietnam, Refusal, type Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';

const file = new URL('../../catalogue/data/calendar.vn.json', import.meta.url);

/** The public-sector calendar 2024–2027. */
export const vietnam: WorkingCalendar = { version: 1, ...JSON.parse(readFileSync(file, 'utf8')) };

/** `2026-11-20 09:00` on a wall in Vietnam as an instant. */
export const at = (wall: string): Instant => new Date(`${wall.replace(' ', 'T')}+07:00`).toISOString();

/** An instant as `2026-11-20 09:00` on a wall in Vietnam. */
export const wall = (instant: Instant): string => inVietnam(instant).slice(0, 16).replace('T', ' ');

/** The code of the refusal that an action meets; an error of another kind goes through. */
export function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'not refused';
}

/** What the refusal that an action meets says beside its code; an error of another kind goes through. */
export function factsOf(action: () => unknown): Refusal['facts'] | null {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error.facts;
    throw error;
  }
  return null;
}
