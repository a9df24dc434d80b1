import type { Instant } from './time.js';

/** Read once per request in the shell; the core takes time as an argument. */
export abstract class Clock {
  abstract now(): Instant;
}
