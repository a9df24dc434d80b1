import { Refusal } from '#kernel';
import { CAME, WENT, type Came, type Went } from './seen.js';

/** Columns (3) to (15) of forms 07a and 07b, by their meaning. */
export interface Counts extends Readonly<Record<Came | Went, number>> {
  /** (3) */
  readonly received: number;
  /** (9) */
  readonly resolved: number;
  /** (13) */
  readonly running: number;
}

/** In the order in which the form prints them. */
export const COLUMNS = [
  ...(['received', 'onlineFull', 'onlinePart', 'post', 'counter', 'carried'] as const),
  ...(['resolved', 'early', 'onTime', 'late', 'running', 'runningInTime', 'runningLate'] as const),
] satisfies readonly (keyof Counts)[];

const NOTHING: Counts = {
  ...{ received: 0, onlineFull: 0, onlinePart: 0, post: 0, counter: 0, carried: 0 },
  ...{ resolved: 0, early: 0, onTime: 0, late: 0, running: 0, runningInTime: 0, runningLate: 0 },
};

/** Adds up columns, each on its own, so that what ought to be their sum can be held against it. */
export class CountsTally {
  private readonly sums: Record<keyof Counts, number> = { ...NOTHING };

  add(came: Came, went: Went): void {
    for (const name of [came, went, 'received', isResolved(went) ? 'resolved' : 'running'] as const)
      this.sums[name] += 1;
  }

  addAll(counts: Counts): void {
    for (const name of COLUMNS) this.sums[name] += counts[name];
  }

  counts(): Counts {
    return { ...this.sums };
  }
}

const isResolved = (went: Went): boolean => went === 'early' || went === 'onTime' || went === 'late';

/** (3)=(4)+…+(8), (9)=(10)+(11)+(12), (13)=(14)+(15), (3)=(9)+(13). */
export const balances = (counts: Counts): boolean =>
  counts.received === sum(counts, CAME) &&
  counts.resolved === sum(counts, WENT.filter(isResolved)) &&
  counts.running === counts.runningInTime + counts.runningLate &&
  counts.received === counts.resolved + counts.running;

const sum = (counts: Counts, names: readonly (keyof Counts)[]): number =>
  names.reduce((total, name) => total + counts[name], 0);

/** Why a dossier breaks a form. */
export interface Breaking {
  readonly dossierId: string;
  readonly code: string | null;
  readonly why: 'received-before-and-not-carried-over' | 'carried-over-and-gone' | 'district-never-handed-over';
}

const NAMED = 100;

/** @returns Refusal `form-does-not-balance` with the dossiers that break it, the first hundred by name */
export const doesNotBalance = (form: string, breaking: readonly Breaking[], what = 'dossiers') =>
  new Refusal('form-does-not-balance', 'TT09-2026/12', {
    ...{ form, what, count: breaking.length, dossiers: breaking.slice(0, NAMED) },
  });
