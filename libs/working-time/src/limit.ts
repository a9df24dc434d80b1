import { Refusal } from '#kernel';

export const LIMIT_UNITS = ['working-day', 'calendar-day', 'month', 'hour', 'same-day'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/**
 * Thời hạn giải quyết — a time limit as published. `hour` is working hours. Fractions are known to `working-day` and
 * `hour` alone; the amount beside `same-day` is ignored.
 */
export interface Limit {
  readonly amount: number;
  readonly unit: LimitUnit;
}

/** Whether the limit counted is the one of the law or the shorter one published by the province. */
export type LimitBasis = 'local' | 'statutory';

/** No published limit comes near; the longest of the national catalogue is 300 days. */
export const LARGEST_LIMIT = 10_000;

export const WORKING_DAY_MINUTES = 480;
const HOUR_MINUTES = 60;
/** What a multiplication of a decimal fraction may miss a whole minute by: 1.1 × 480 is 528.0000000000001. */
const ROUNDING = 1e-6;

const outOfRange = (limit: Limit) =>
  new Refusal('limit-out-of-range', null, { amount: String(limit.amount), unit: limit.unit, largest: LARGEST_LIMIT });

/**
 * Refuses what no limit can be: nothing, less than nothing, more than `LARGEST_LIMIT`, a fraction of a calendar day or
 * month, or a fraction that is no whole number of minutes.
 * @throws Refusal `limit-out-of-range`
 */
export function checkLimit(limit: Limit): void {
  if (limit.unit === 'same-day') return;
  if (!(limit.amount > 0 && limit.amount <= LARGEST_LIMIT)) throw outOfRange(limit);
  if (limit.unit === 'calendar-day' || limit.unit === 'month') {
    if (!Number.isInteger(limit.amount)) throw outOfRange(limit);
  } else workingMinutesOf(limit);
}

function wholeMinutesOf(limit: Limit, unitMinutes: number): number {
  const minutes = Math.round(limit.amount * unitMinutes);
  if (minutes < 1 || Math.abs(limit.amount * unitMinutes - minutes) > ROUNDING) throw outOfRange(limit);
  return minutes;
}

/** The working minutes of a limit in hours or in a fraction of working days. @throws Refusal `limit-out-of-range` */
export const workingMinutesOf = (limit: Limit): number =>
  wholeMinutesOf(limit, limit.unit === 'hour' ? HOUR_MINUTES : WORKING_DAY_MINUTES);

/** An exact fraction. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * A limit in working minutes, for comparisons, cuts and chains of legs, never for due dates: a working day and the same
 * day are 480, an hour 60, a calendar day exactly 2400/7, a month 30 calendar days (choice).
 * @throws Refusal `limit-out-of-range`
 */
export function limitInMinutes(limit: Limit): Fraction {
  checkLimit(limit);
  switch (limit.unit) {
    case 'same-day':
      return { numerator: WORKING_DAY_MINUTES, denominator: 1 };
    case 'working-day':
    case 'hour':
      return { numerator: workingMinutesOf(limit), denominator: 1 };
    case 'calendar-day':
      return { numerator: limit.amount * 5 * WORKING_DAY_MINUTES, denominator: 7 };
    case 'month':
      return { numerator: limit.amount * 30 * 5 * WORKING_DAY_MINUTES, denominator: 7 };
  }
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

export const sumOf = (a: Fraction, b: Fraction): Fraction => {
  const numerator = a.numerator * b.denominator + b.numerator * a.denominator;
  const denominator = a.denominator * b.denominator;
  const divisor = commonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
};

/** Whether `a` is strictly more than `b`. */
export const isMore = (a: Fraction, b: Fraction): boolean => a.numerator * b.denominator > b.numerator * a.denominator;

/** Whether `a` is strictly longer than `b`, in working minutes. */
export const isLonger = (a: Limit, b: Limit): boolean => isMore(limitInMinutes(a), limitInMinutes(b));

/**
 * Which limit is counted: the local one if one is published, else the statutory one; a same-day procedure goes by its
 * rule whatever amount stands beside it.
 * @throws Refusal `limit-too-long` when the local limit is longer than the statutory one; `limit-out-of-range`
 */
export function limitToCount(published: {
  readonly statutory: Limit;
  readonly local: Limit | null;
  readonly sameDay?: boolean;
}): { readonly limit: Limit; readonly basis: LimitBasis } {
  const { statutory, local } = published;
  const basis = local === null ? 'statutory' : 'local';
  const limit = local ?? statutory;
  if (published.sameDay === true) return { limit: { amount: limit.amount, unit: 'same-day' }, basis };
  if (local !== null && isLonger(local, statutory)) throw new Refusal('limit-too-long', null, { statutory, local });
  checkLimit(limit);
  return { limit, basis };
}
