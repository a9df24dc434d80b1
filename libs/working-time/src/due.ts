import { nullable, number, oneOf, plain, record, Refusal, type Instant } from '#kernel';
import { DEFAULT_SUPPLEMENT_POLICY, type SupplementPolicy } from '#law';
import { accountOfLimit, accountOfMinutes, accountOfStart } from './account.js';
import { accountOfLimitCounted, accountOfPause, accountOfRest, accountOfUnrolled } from './account-of-count.js';
import { timetableOf, type Timetable, type WorkingCalendar } from './calendar.js';
import { countFrom, effectOf, type Standing, type Stretch } from './count.js';
import { apologyBefore } from './deadlines.js';
import { minutesBetween } from './hours.js';
import { LIMIT_UNITS, type Limit, type LimitBasis } from './limit.js';
import { instantOf, minuteOf } from './moment.js';
import type { Trace, TraceEntry } from './trace.js';

/** A wait that stops the clock: for a supplement or for the applicant's financial obligation. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant;
}

/** Where a running count stands: all that is needed to go on from it when the next pause ends. Plain data for events. */
export interface Count {
  readonly limit: Limit;
  /** The real start, or the end of the last pause that had effect. */
  readonly since: Instant;
  /** The normalised start of the current count: of the start, or of the last resume. */
  readonly startAt: Instant;
  readonly dueAt: Instant;
  /** Where calendar days or months end before they roll to a working day; null for other units. */
  readonly unrolledAt: Instant | null;
}

/** The shape of `Count` in an event. */
export const countShape = record({
  limit: record({ amount: number, unit: oneOf(...LIMIT_UNITS) }),
  since: plain,
  startAt: plain,
  dueAt: plain,
  unrolledAt: nullable(plain),
});

/** Hạn trả kết quả — a due instant with the account of how it came about. */
export interface Due {
  readonly dueAt: Instant;
  /** When an apology is owed at the latest; null when the count is too short for one in time. */
  readonly apologyBy: Instant | null;
  readonly trace: Trace;
  readonly count: Count;
}

/** What a count starts from. */
export interface CountInput {
  readonly from: Instant;
  readonly limit: Limit;
  readonly calendar: WorkingCalendar;
  /** Which of the published limits it is, for the trace. */
  readonly basis?: LimitBasis;
}

/**
 * Counts a limit from the moment that it begins to run.
 * @throws Refusal `limit-out-of-range`; `calendar-not-loaded` when the count needs a day outside the calendar's years
 */
export function begin(input: CountInput): Due {
  const timetable = timetableOf(input.calendar);
  const standing = countFrom(timetable, minuteOf(input.from), input.limit);
  const trace = [
    ...accountOfBeginning(timetable, input, standing),
    ...accountOfLimitCounted(timetable, input.limit, standing),
  ];
  return dueOf(timetable, input.limit, standing, trace);
}

/**
 * Goes on counting after a pause, given where the count stood. `RESET` counts the limit again from the pause's end;
 * `PAUSE` adds what remained when it began. A pause that begins on a day after the due date moves nothing. Pauses are
 * taken in their order; taking them one by one equals `due` with all of them.
 * @throws Refusal `pause-out-of-order` when it ends before it begins; `calendar-not-loaded`
 */
export function resume(input: {
  readonly calendar: WorkingCalendar;
  readonly count: Count;
  readonly pause: Pause;
  readonly policy: SupplementPolicy;
}): Due {
  const { policy } = input;
  const { limit } = input.count;
  const timetable = timetableOf(input.calendar);
  const pause = stretchOf(input.pause);
  const before = standingOf(input.count);
  const effect = effectOf(timetable, limit, before, pause, policy);
  const trace = accountOfPause(timetable, before, pause, policy, effect);
  if (!('after' in effect)) return dueOf(timetable, limit, before, trace);
  const rest =
    effect.is === 'restarted'
      ? accountOfLimitCounted(timetable, limit, effect.after)
      : accountOfRest(timetable, before, effect.after);
  return dueOf(timetable, limit, effect.after, [accountOfLimit(limit), ...trace, ...rest]);
}

/** Working minutes left to the due instant when a pause begins; 0 if it has passed. @throws Refusal `calendar-not-loaded` */
export const remainingAt = (calendar: WorkingCalendar, dueAt: Instant, pausedAt: Instant): number =>
  minutesBetween(timetableOf(calendar), minuteOf(pausedAt), minuteOf(dueAt));

/**
 * When a dossier is due: the limit counted from its start, moved by all pauses. Overlapping and touching pauses are
 * united. The policy is `RESET` unless told; without pauses it says nothing.
 * @throws Refusal `limit-out-of-range`, `pause-out-of-order`; `calendar-not-loaded` when the start, a pause or a day that
 * the count needs is outside the calendar's years
 */
export function due(
  input: CountInput & { readonly policy?: SupplementPolicy; readonly pauses?: readonly Pause[] },
): Due {
  const { limit, policy = DEFAULT_SUPPLEMENT_POLICY } = input;
  const timetable = timetableOf(input.calendar);
  let standing = countFrom(timetable, minuteOf(input.from), limit);
  let whole = standing;
  let paused = false;
  const trace = accountOfBeginning(timetable, input, standing);
  for (const pause of unite((input.pauses ?? []).map(stretchOf))) {
    const effect = effectOf(timetable, limit, standing, pause, policy);
    if (effect.is === 'kept')
      trace.push(...accountOfMinutes(timetable, standing.start, Math.min(effect.from, standing.due)));
    trace.push(...accountOfPause(timetable, standing, pause, policy, effect));
    if (!('after' in effect)) continue;
    standing = effect.after;
    paused = effect.is !== 'restarted';
    if (effect.is === 'restarted') whole = standing;
  }
  if (paused) trace.push(...accountOfUnrolled(limit, whole), ...accountOfRest(timetable, whole, standing));
  else trace.push(...accountOfLimitCounted(timetable, limit, whole));
  return dueOf(timetable, limit, standing, trace);
}

const accountOfBeginning = (timetable: Timetable, input: CountInput, standing: Standing): TraceEntry[] => [
  accountOfLimit(input.limit, input.basis),
  ...accountOfStart(timetable, 'start', standing.since, standing.start),
];

function dueOf(timetable: Timetable, limit: Limit, standing: Standing, trace: readonly TraceEntry[]): Due {
  const apologyBy = apologyBefore(timetable, standing.due, standing.start);
  const dueAt = instantOf(standing.due);
  return {
    dueAt,
    apologyBy: apologyBy === null ? null : instantOf(apologyBy),
    trace: [...trace, { is: 'end', at: dueAt }],
    count: {
      limit,
      since: instantOf(standing.since),
      startAt: instantOf(standing.start),
      dueAt,
      unrolledAt: standing.unrolled === null ? null : instantOf(standing.unrolled),
    },
  };
}

const standingOf = (count: Count): Standing => ({
  since: minuteOf(count.since),
  start: minuteOf(count.startAt),
  due: minuteOf(count.dueAt),
  unrolled: count.unrolledAt === null ? null : minuteOf(count.unrolledAt),
});

/** @throws Refusal `pause-out-of-order` */
function stretchOf({ from, to }: Pause): Stretch {
  const stretch = { from: minuteOf(from), to: minuteOf(to) };
  if (Date.parse(to) < Date.parse(from)) throw new Refusal('pause-out-of-order', null, { from, to });
  return stretch;
}

/** Sorted, with overlapping and touching ones made one. */
function unite(pauses: readonly Stretch[]): readonly Stretch[] {
  const united: Stretch[] = [];
  for (const pause of [...pauses].sort((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (last !== undefined && pause.from <= last.to)
      united[united.length - 1] = { from: last.from, to: Math.max(last.to, pause.to) };
    else united.push(pause);
  }
  return united;
}
