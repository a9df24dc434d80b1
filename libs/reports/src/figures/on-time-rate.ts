import { vietnamDay, type Instant } from '#kernel';
import { classOf, endedBy, type Measure, type OutcomeClass } from '../outcome/classes.js';
import type { Standing } from '../outcome/outcome.fold.js';
import type { Period } from './period.js';

/** Raised when the definition changes, so that two figures of one name are never taken for the same. */
export const ON_TIME_RATE = {
  name: 'on-time-rate',
  version: 1,
  vi: 'Tỷ lệ giải quyết đúng hạn',
  /** Target ≥ 985/1000. */
  source: 'Kế hoạch 513/KH-UBND Hà Tĩnh 2021',
} as const;

/** Two integers; a percentage is only ever printed. Null where there are no dossiers: neither 0 nor all. */
export type Rate = { readonly numerator: number; readonly denominator: number } | null;

/** Of dossiers finished in the period, and of those that run late at its end. */
export interface OnTime {
  readonly early: number;
  readonly onTime: number;
  readonly late: number;
  readonly runningLate: number;
  /** (early + on time) / (early + on time + late). */
  readonly rate: Rate;
  /** The same with those that run late in the denominator. */
  readonly withRunningLate: Rate;
}

export interface OnTimeRate {
  readonly strict: OnTime;
  readonly lenient: OnTime;
  /** Ended in the period without a result, or without a date that was promised: in no rate. */
  readonly apart: Readonly<Record<'withdrawn' | 'stopped' | 'closed' | 'noDueDate', number>>;
}

/** What one dossier is in the figure; null where it is not in it at all. */
export type Counted = Readonly<Record<Measure, OutcomeClass>>;

/** Finished or ended within the period, or running late when it is looked at. */
export function countedIn(standing: Standing, { from, to }: Period, at: Instant): Counted | null {
  const counted = { strict: classOf(standing, 'strict', at), lenient: classOf(standing, 'lenient', at) };
  const ended = endedBy(standing, at);
  if (ended === null) return counted.strict === 'running-late' || counted.lenient === 'running-late' ? counted : null;
  const day = vietnamDay(ended.at);
  return from <= day && day <= to ? counted : null;
}

/** Adds up what dossiers are. */
export function onTimeRateOf(dossiers: readonly Counted[]): OnTimeRate {
  const of = (measure: Measure, wanted: OutcomeClass) => dossiers.filter((each) => each[measure] === wanted).length;
  const by = (measure: Measure): OnTime => {
    const [early, onTime, late] = [of(measure, 'early'), of(measure, 'on-time'), of(measure, 'late')];
    const runningLate = of(measure, 'running-late');
    const finished = early + onTime + late;
    return {
      ...{ early, onTime, late, runningLate },
      rate: rate(early + onTime, finished),
      withRunningLate: rate(early + onTime, finished + runningLate),
    };
  };
  const apart = {
    withdrawn: of('strict', 'withdrawn'),
    stopped: of('strict', 'stopped'),
    closed: of('strict', 'closed'),
    noDueDate: of('strict', 'no-due-date'),
  };
  return { strict: by('strict'), lenient: by('lenient'), apart };
}

const rate = (numerator: number, denominator: number): Rate => (denominator === 0 ? null : { numerator, denominator });

/** Giữa hai giá trị nào: what a rate can be while dossiers are set aside, none of them in time or all of them. */
export interface RateRange {
  readonly lowest: Rate;
  readonly highest: Rate;
}

/** Wherever a dossier that was set aside belongs, in the rate or in none, the rate lies between the two. */
export function rangeOf({ early, onTime, late }: OnTime, setAside: number): RateRange {
  const [inTime, all] = [early + onTime, early + onTime + late + setAside];
  return { lowest: rate(inTime, all), highest: rate(inTime + setAside, all) };
}
