import type { Goal } from './oversight.events.js';

/** What is compared: a fraction, or a whole number over 1. */
export type Bar = Pick<Goal, 'numerator' | 'denominator' | 'comparison'>;

/** A figure as two integers; null where there are no dossiers. */
export type Reached = { readonly numerator: number; readonly denominator: number } | null;

/**
 * Mức độ đạt chỉ tiêu. `met`: the goal holds. `at-risk`: while the period lasts, it holds, and would not if every dossier that
 * runs late now finished in it, with all else as it is. `missed`: it does not hold. `no-dossiers`: there is nothing to compare.
 */
export type TargetState = 'met' | 'at-risk' | 'missed' | 'no-dossiers';

/** Exact, whatever the size: a/b against c/d is a·d against c·b. */
function holds({ numerator, denominator, comparison }: Bar, reached: NonNullable<Reached>): boolean {
  const have = BigInt(reached.numerator) * BigInt(denominator);
  const need = BigInt(numerator) * BigInt(reached.denominator);
  return comparison === 'at-least' ? have >= need : have > need;
}

/** @param ifLate the figure with every dossier that runs late now counted as finished late; null where none does */
export function stateOf(bar: Bar, reached: Reached, ifLate: Reached = null): TargetState {
  if (reached === null || reached.denominator === 0) return 'no-dossiers';
  if (!holds(bar, reached)) return 'missed';
  return ifLate === null || ifLate.denominator === 0 || holds(bar, ifLate) ? 'met' : 'at-risk';
}

/** A period as it stands: dossiers finished in it, those of them in time, and those still running that are due in it. */
export interface PeriodSoFar {
  readonly inTime: number;
  readonly finished: number;
  readonly running: number;
}

/**
 * Còn được trễ bao nhiêu hồ sơ: how many of the running dossiers may finish late, all others in time, with the goal still
 * reached at the end of the period. Null where it is lost even if all are in time, and where there are no dossiers.
 */
export function lateStillAllowed(bar: Bar, { inTime, finished, running }: PeriodSoFar): number | null {
  const all = BigInt(finished) + BigInt(running);
  if (all === 0n) return null;
  const [a, b] = [BigInt(bar.numerator), BigInt(bar.denominator)];
  const inTimeNeeded = bar.comparison === 'at-least' ? (a * all + b - 1n) / b : (a * all) / b + 1n;
  const spare = BigInt(inTime) + BigInt(running) - inTimeNeeded;
  if (spare < 0n) return null;
  return spare < BigInt(running) ? Number(spare) : running;
}
