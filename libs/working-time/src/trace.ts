import { flag, integer, list, number, oneOf, optional, plain, record, Refusal } from '#kernel';
import type { Day, Instant, TypeOf } from '#kernel';
import type { SupplementPolicy } from '#law';
import { LIMIT_UNITS, type LimitBasis, type LimitUnit } from './limit.js';

/** Where the moment that a count begins at falls: in working time, or why the count waits for the next opening. */
export type StartReason = 'working-time' | 'before-opening' | 'lunch' | 'after-closing' | 'day-off';

/** A run of equal days, both ends included. */
interface Days {
  readonly from: Day;
  readonly to: Day;
  readonly days: number;
}

interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Diễn giải cách tính hạn — one line of the account of a due date: an interval counted or skipped, and why. Machine-made:
 * it names days and holidays, never a person. `minutes` stands beside what is counted in working minutes.
 */
export type TraceEntry =
  /** No amount beside `same-day`: it is ignored. */
  | { readonly is: 'limit'; readonly amount?: number; readonly unit: LimitUnit; readonly basis?: LimitBasis }
  /** From the real moment to the normalised one. */
  | (Interval & { readonly is: 'start' | 'resume'; readonly because: StartReason })
  /** The day of the start, which a limit in working days does not count. */
  | { readonly is: 'start-day'; readonly on: Day }
  | (Days & { readonly is: 'working-days'; readonly minutes?: number })
  | (Days & { readonly is: 'swapped-days'; readonly name: string; readonly minutes?: number })
  | (Days & { readonly is: 'weekend' })
  | (Days & { readonly is: 'holiday'; readonly name: string })
  | (Interval & { readonly is: 'counted'; readonly minutes: number })
  | (Interval & { readonly is: 'lunch' | 'outside-hours' })
  /** From the start's date to the date so many calendar days on, days off included. */
  | (Days & { readonly is: 'calendar-days' })
  | {
      readonly is: 'months';
      readonly from: Day;
      readonly to: Day;
      readonly months: number;
      /** The month has no such day, so its last one. */
      readonly clamped: boolean;
    }
  | { readonly is: 'same-day'; readonly from: Instant; readonly beforeCutOff: boolean }
  /**
   * `dueBefore` is what was due when it began; `remaining` the working minutes kept (`PAUSE` of working time), `days` how
   * far calendar days and months are put back by it.
   */
  | (Interval & {
      readonly is: 'pause';
      readonly policy: SupplementPolicy;
      readonly dueBefore: Instant;
      readonly remaining?: number;
      readonly days?: number;
    })
  | (Interval & {
      readonly is: 'pause-without-effect';
      readonly because: 'after-due-date' | 'before-count';
      readonly dueBefore: Instant;
    })
  /** The end of calendar days or months, put back by the days of all pauses. */
  | (Days & { readonly is: 'put-back' })
  /** The end fell on a day off and moves to the next working day. */
  | { readonly is: 'roll'; readonly from: Day; readonly to: Day }
  | { readonly is: 'end'; readonly at: Instant };

export type Trace = readonly TraceEntry[];

/** A trace entry as events carry it; every text in it is machine-made. */
export const traceEntryShape = record({
  is: oneOf(
    'limit',
    'start',
    'resume',
    'start-day',
    'working-days',
    'swapped-days',
    'weekend',
    'holiday',
    'counted',
    'lunch',
    'outside-hours',
    'calendar-days',
    'months',
    'same-day',
    'pause',
    'pause-without-effect',
    'put-back',
    'roll',
    'end',
  ),
  amount: optional(number),
  unit: optional(oneOf(...LIMIT_UNITS)),
  basis: optional(oneOf('local', 'statutory')),
  from: optional(plain),
  to: optional(plain),
  on: optional(plain),
  at: optional(plain),
  because: optional(
    oneOf('working-time', 'before-opening', 'lunch', 'after-closing', 'day-off', 'after-due-date', 'before-count'),
  ),
  name: optional(plain),
  days: optional(integer),
  minutes: optional(integer),
  months: optional(integer),
  clamped: optional(flag),
  beforeCutOff: optional(flag),
  policy: optional(oneOf('RESET', 'PAUSE')),
  dueBefore: optional(plain),
  remaining: optional(integer),
});

/** The trace as a field of an event. */
export const traceShape = list(traceEntryShape);

/** What an event holds where its schema says `traceShape`; every `Trace` is one. */
export type RecordedTrace = TypeOf<typeof traceShape>;

type RecordedEntry = TypeOf<typeof traceEntryShape>;

const FIELDS: Readonly<Record<TraceEntry['is'], readonly (keyof RecordedEntry)[]>> = {
  limit: ['unit'],
  start: ['from', 'to', 'because'],
  resume: ['from', 'to', 'because'],
  'start-day': ['on'],
  'working-days': ['from', 'to', 'days'],
  'swapped-days': ['from', 'to', 'days', 'name'],
  weekend: ['from', 'to', 'days'],
  holiday: ['from', 'to', 'days', 'name'],
  counted: ['from', 'to', 'minutes'],
  lunch: ['from', 'to'],
  'outside-hours': ['from', 'to'],
  'calendar-days': ['from', 'to', 'days'],
  months: ['from', 'to', 'months', 'clamped'],
  'same-day': ['from', 'beforeCutOff'],
  pause: ['from', 'to', 'policy', 'dueBefore'],
  'pause-without-effect': ['from', 'to', 'because', 'dueBefore'],
  'put-back': ['from', 'to', 'days'],
  roll: ['from', 'to'],
  end: ['at'],
};

const isEntry = (entry: RecordedEntry): entry is TraceEntry =>
  FIELDS[entry.is].every((field) => entry[field] !== undefined);

/** The trace that an event recorded. @throws Refusal `dossier-corrupt` when an entry lacks what its kind must say */
export function traceOf(recorded: RecordedTrace): Trace {
  return recorded.map((entry) => {
    if (!isEntry(entry)) throw new Refusal('dossier-corrupt', null, { traceEntry: entry.is });
    return entry;
  });
}
