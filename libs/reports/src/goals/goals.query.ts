import { lastOf, Refusal, type Day, type EventStore, type Position } from '#kernel';
import {
  lateStillAllowed,
  oversightOf,
  stateOf,
  targetsInForce,
  type AgainstSigned,
  type Goal,
  type Said,
  type SignedNumber,
  type TargetSet,
  type TargetState,
} from '#oversight';
import { onTimeRate } from '../figures/definitions/index.js';
import { figureNamed, type AnyFigure } from '../figures/any-figure.js';
import { rateOf, type Rate, type Terms } from '../figures/definition.js';
import type { FigureTable } from '../figures/figure.js';

/** Which rate of which figure a goal speaks of. */
const MEASURED: Readonly<Record<string, readonly [figure: string, rate: string]>> = {
  'on-time-rate': ['on-time-rate', 'strict'],
  'apology-coverage': ['apologies', 'coverage'],
  'apology-timeliness': ['apologies', 'timeliness'],
  'promised-cut': ['promised-cut', 'cut'],
  'actual-cut': ['actual-cut', 'cut'],
  'first-promise-kept': ['first-promise-kept', 'kept'],
  'reception-in-time': ['reception-in-time', 'in-time'],
  satisfaction: ['satisfaction', 'satisfied'],
  digitisation: ['digitisation', 'digital'],
  'electronic-results': ['digitisation', 'electronic'],
  'online-share': ['online-share', 'dossiers'],
  'online-procedures': ['online-share', 'procedures'],
  transfers: ['transfers', 'in-time'],
  'result-corrections': ['result-corrections', 'in-time'],
  'on-the-software': ['on-the-software', 'found'],
  'inspections-by-replay': ['inspections-by-replay', 'replay'],
  'coordinated-fields': ['coordinated-fields', 'coordinated'],
  'coordinated-field-count': ['coordinated-fields', 'coordinated'],
};

/** What a goal can be set for. */
export const GOALS_MEASURED: readonly string[] = Object.keys(MEASURED);

/** Chỉ tiêu và kết quả: a goal with what was reached. */
export interface ReachedGoal {
  readonly province: string;
  readonly goal: Goal;
  readonly vi: string;
  readonly reached: Rate;
  /** Null of a goal that no figure measures, or that is not told to whoever asks. */
  readonly state: TargetState | null;
  /** How many dossiers more may be late before the goal is lost; null where that is no question, as of a period that is over, or it is lost. */
  readonly lateStillAllowed: number | null;
  /** What was last signed of exactly these days; null where nothing was. */
  readonly signed: SignedRate | null;
}

/** A rate as it was said; by another definition than today's none is told. */
export interface SaidRate {
  readonly rate: Rate;
  readonly definitionVersion: number;
  readonly isOfToday: boolean;
}

/** A rate as it was signed. */
export interface SignedRate {
  readonly agency: string;
  /** Null where the closing did not hold the figure. */
  readonly said: SaidRate | null;
  /** As it was last restated; null where it was not. */
  readonly restated: { readonly said: SaidRate | null; readonly reason: string } | null;
  /** How the figure, of which the rate is one, is to what was last signed of it. */
  readonly compared: AgainstSigned;
}

/** What a figure comes to, and what was signed of exactly its days. */
export interface MeasuredFigure extends Pick<FigureTable, 'total' | 'certificate'> {
  readonly signed: SignedNumber | null;
}

export interface GoalsAsked {
  /** Goals in force on this day. */
  readonly on: Day;
  /** What was known; all by default. */
  readonly asOf?: Position | undefined;
  readonly province?: string | undefined;
  /** Shown until any goals are set. */
  readonly shipped: readonly TargetSet[];
}

/** What goals are held against. */
export interface GoalsMeasured {
  /** Null where it is not told. */
  measure(definition: AnyFigure): Promise<MeasuredFigure | null>;
  /** How many dossiers run in time that are due before the period is over. */
  stillDue(): Promise<number>;
}

/**
 * Goals of provinces beside what was reached.
 * @throws Refusal `invalid-input` for a province without goals
 */
export async function reachedGoals(
  store: EventStore,
  asked: GoalsAsked,
  { measure, stillDue }: GoalsMeasured,
): Promise<readonly ReachedGoal[]> {
  const sets = await goalsOf(store, asked);
  const names = new Set(sets.flatMap(({ goals }) => goals.flatMap(({ figure }) => MEASURED[figure]?.[0] ?? [])));
  const measured = new Map<string, MeasuredFigure | null>();
  for (const name of names) measured.set(name, await measure(figureNamed(name)));
  const running = names.has(onTimeRate.name) ? await stillDue() : 0;
  return sets.flatMap(({ name, goals }) => goals.map((goal) => reachedBy(name, goal, measured, running)));
}

async function goalsOf(store: EventStore, { on, asOf, province, shipped }: GoalsAsked): Promise<readonly TargetSet[]> {
  const events = await oversightOf(store, 'targets-', asOf ?? null);
  const provinces = [...new Set(events.flatMap((event) => (event.type === 'TargetsSet' ? [event.data.province] : [])))];
  const set = provinces.flatMap((code) => targetsInForce(events, code, on) ?? []);
  const all = events.length === 0 ? shipped.filter(({ validFrom }) => validFrom <= on) : set;
  const found = province === undefined ? all : all.filter((one) => one.province === province);
  if (found.length === 0)
    throw new Refusal('invalid-input', null, { at: 'province', known: all.map((one) => one.province) });
  return found;
}

function reachedBy(
  province: string,
  goal: Goal,
  measured: ReadonlyMap<string, MeasuredFigure | null>,
  stillDue: number,
): ReachedGoal {
  const [figure, rate] = MEASURED[goal.figure] ?? ['', ''];
  const found = measured.get(figure);
  if (found === undefined || found === null) {
    const vi = found === null ? named(figure, rate) : goal.figure;
    return { province, goal, vi, reached: null, state: null, lateStillAllowed: null, signed: null };
  }
  const { total, certificate, signed } = found;
  const lasts = certificate.evaluatedAt < lastOf(certificate.period.to);
  const ofGoal = (share: Rate): Rate =>
    goal.figure === 'coordinated-field-count' && share !== null
      ? { numerator: share.numerator, denominator: 1 }
      : share;
  const reached = ofGoal(total.rates[rate] ?? null);
  const onTime = goal.figure === 'on-time-rate';
  return {
    ...{ province, goal, vi: named(figure, rate), reached },
    state: stateOf(goal, reached, onTime && lasts ? (total.rates['strict-with-running'] ?? null) : null),
    lateStillAllowed: onTime && lasts ? lateStillAllowed(goal, periodSoFar(total.terms, stillDue)) : null,
    signed: signed === null ? null : signedRate(signed, figure, rate, ofGoal),
  };
}

function signedRate(
  { agency, said, restated, compared }: SignedNumber,
  figure: string,
  rate: string,
  ofGoal: (share: Rate) => Rate,
): SignedRate {
  const { version, rates } = figureNamed(figure);
  const definition = rates[rate];
  const saidRate = (one: Said | null): SaidRate | null => {
    if (one === null) return null;
    const { definitionVersion, terms } = one;
    const isOfToday = definitionVersion === version;
    const share = isOfToday && definition !== undefined ? rateOf(definition, terms) : null;
    return { rate: ofGoal(share), definitionVersion, isOfToday };
  };
  const last = restated.at(-1);
  return {
    ...{ agency, said: saidRate(said), compared },
    restated: last === undefined ? null : { said: saidRate(last.said), reason: last.reason },
  };
}

/** Of a figure with several rates, which one. */
function named(figure: string, rate: string): string {
  const { vi, rates } = figureNamed(figure);
  return Object.keys(rates).length > 1 ? `${vi}, ${rates[rate]?.vi ?? rate}` : vi;
}

/** What runs late already is late; what is due before the period is over may yet be. */
function periodSoFar(terms: Terms, running: number) {
  const of = (name: string) => terms[name] ?? 0;
  const inTime = of('strict-early') + of('strict-on-time');
  const late = of('strict-late') + of('strict-running-late');
  return { inTime, finished: inTime + late, running };
}
