import { Command } from 'commander';
import { shippedFile } from '#installation';
import { Refusal } from '#kernel';
import {
  lateStillAllowed,
  oversightOf,
  stateOf,
  targetsInForce,
  type Goal,
  type TargetSet,
  type TargetState,
} from '#oversight';
import type { Rate, Terms } from '#reports';
import { columns } from '../ledger/ledger-page.js';
import { onInstallation } from '../opening.js';
import { figureNamed, figureOf, onFigures, type FigureOptions, type FiguresAsked } from './asked.js';
import { printed } from './printed.js';

interface Options extends Pick<FigureOptions, 'period' | 'asOf'> {
  readonly province?: string;
  readonly json?: boolean;
}

/** Which rate of which figure a goal speaks of. */
const MEASURED: Readonly<Record<string, readonly [figure: string, rate: string]>> = {
  'on-time-rate': ['on-time-rate', 'strict'],
  'apology-coverage': ['apologies', 'coverage'],
  'promised-cut': ['promised-cut', 'cut'],
  'actual-cut': ['actual-cut', 'cut'],
  satisfaction: ['satisfaction', 'satisfied'],
  'online-share': ['online-share', 'dossiers'],
  'on-the-software': ['on-the-software', 'found'],
  'inspections-by-replay': ['inspections-by-replay', 'replay'],
  'coordinated-fields': ['coordinated-fields', 'coordinated'],
  'coordinated-field-count': ['coordinated-fields', 'coordinated'],
};

/** A goal with what was reached. */
interface Reached {
  readonly province: string;
  readonly goal: Goal;
  readonly vi: string;
  readonly reached: Rate;
  /** Null of a goal that no figure measures. */
  readonly state: TargetState | null;
  /** How many dossiers more may be late before the goal is lost; null where that is no question, or it is lost. */
  readonly lateStillAllowed: number | null;
}

/** Chỉ tiêu và kết quả: the figures of a period beside the goals of provinces. */
export const goalsCommand = new Command('goals')
  .description(
    'figures of a period beside the goals that provinces set: met, at risk, missed, and what may still be late',
  )
  .requiredOption('--period <days>', 'as for "figure"')
  .option('--province <code>', 'the goals of one province; of all that are known by default')
  .option('--as-of <position>', 'as for "figure"')
  .option('--json', 'print it as JSON')
  .action(async ({ province, json, ...options }: Options) => {
    const rows = await onInstallation((installation) =>
      onFigures(installation, options, async (asked) => {
        const sets = await goalsOf(asked, province);
        const figures = await figuresFor(sets, asked);
        const stillDue = await asked.figures.stillDue(asked.asked, asked.now);
        return sets.flatMap(({ name, goals }) => goals.map((goal) => reachedBy(name, goal, figures, stillDue)));
      }),
    );
    console.log(json === true ? JSON.stringify(rows) : readable(rows));
  });

/** Those in force on the last day of the period; where none were ever set, those that ship with the engine. */
async function goalsOf(
  { installation, asked }: FiguresAsked,
  province: string | undefined,
): Promise<readonly TargetSet[]> {
  const events = await oversightOf(installation.store, 'targets-', asked.asOf ?? null);
  const provinces = [...new Set(events.flatMap((event) => (event.type === 'TargetsSet' ? [event.data.province] : [])))];
  const set = provinces.flatMap((code) => targetsInForce(events, code, asked.period.to) ?? []);
  const all = events.length === 0 ? shipped().filter(({ validFrom }) => validFrom <= asked.period.to) : set;
  const found = province === undefined ? all : all.filter((one) => one.province === province);
  if (found.length === 0)
    throw new Refusal('invalid-input', null, { at: 'province', known: all.map((one) => one.province) });
  return found;
}

function shipped(): readonly TargetSet[] {
  const file = shippedFile('targets.demo.json');
  if (!isTargets(file)) throw new Error('the goals that ship with the engine are broken');
  return file.targets.map((set) => ({ ...set, version: 1 }));
}

const isTargets = (file: unknown): file is { readonly targets: readonly Omit<TargetSet, 'version'>[] } =>
  typeof file === 'object' && file !== null && 'targets' in file && Array.isArray(file.targets);

type FigureTotals = ReadonlyMap<string, { readonly terms: Terms; readonly rates: Readonly<Record<string, Rate>> }>;

async function figuresFor(sets: readonly TargetSet[], asked: FiguresAsked): Promise<FigureTotals> {
  const names = new Set(sets.flatMap(({ goals }) => goals.flatMap(({ figure }) => MEASURED[figure]?.[0] ?? [])));
  const totals = new Map<string, Awaited<ReturnType<typeof figureOf>>['total']>();
  for (const name of names) totals.set(name, (await figureOf(figureNamed(name), asked)).total);
  return totals;
}

function reachedBy(province: string, goal: Goal, figures: FigureTotals, stillDue: number): Reached {
  const [figure, rate] = MEASURED[goal.figure] ?? ['', ''];
  const total = figures.get(figure);
  if (total === undefined)
    return { province, goal, vi: goal.figure, reached: null, state: null, lateStillAllowed: null };
  const isCount = goal.figure === 'coordinated-field-count';
  const share = total.rates[rate] ?? null;
  const reached = isCount && share !== null ? { numerator: share.numerator, denominator: 1 } : share;
  const onTime = goal.figure === 'on-time-rate';
  return {
    ...{ province, goal, vi: figureNamed(figure).vi, reached },
    state: stateOf(goal, reached, onTime ? (total.rates['strict-with-running'] ?? null) : null),
    lateStillAllowed: onTime ? lateStillAllowed(goal, periodSoFar(total.terms, stillDue)) : null,
  };
}

/** What runs late already is late; what is due before the period is over may yet be. */
function periodSoFar(terms: Terms, running: number) {
  const of = (name: string) => terms[name] ?? 0;
  const inTime = of('strict-early') + of('strict-on-time');
  const late = of('strict-late') + of('strict-running-late');
  return { inTime, finished: inTime + late, running };
}

const goalText = ({ comparison, numerator, denominator }: Goal): string =>
  `${comparison === 'at-least' ? '≥' : '>'} ${denominator === 1 && numerator > 1 ? numerator : `${numerator}/${denominator}`}`;

/** A goal over 1 that asks for more than one is a number of things, and no share. */
const reachedText = ({ numerator, denominator }: Goal, reached: Rate): string =>
  reached === null ? '–' : denominator === 1 && numerator > 1 ? String(reached.numerator) : printed(reached);

const STATES: Readonly<Record<TargetState, string>> = {
  met: 'đạt',
  'at-risk': 'có nguy cơ',
  missed: 'chưa đạt',
  'no-dossiers': 'không có hồ sơ',
};

const readable = (rows: readonly Reached[]): string =>
  columns([
    ['Tỉnh', 'Chỉ tiêu', 'Giao', 'Đạt được', '', 'Còn được trễ'],
    ...rows.map(({ province, goal, vi, reached, state, lateStillAllowed: left }) => [
      ...[province, vi, goalText(goal)],
      ...[reachedText(goal, reached), state === null ? 'không đo' : STATES[state]],
      left === null ? '–' : String(left),
    ]),
  ]).join('\n');
