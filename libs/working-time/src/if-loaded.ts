import { Refusal } from '#kernel';

/** What is counted; undefined where the calendar has not the days that it takes. Anything else that is thrown is a fault. */
export function ifLoaded<T>(count: () => T): T | undefined {
  try {
    return count();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'calendar-not-loaded') return undefined;
    throw error;
  }
}
