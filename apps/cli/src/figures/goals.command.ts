import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { shippedTargets } from '#installation';
import type { AgainstSigned, Goal, TargetState } from '#oversight';
import {
  isOfDossiers,
  reachedGoals,
  tableOf,
  type Rate,
  type ReachedGoal,
  type SaidRate,
  type SignedRate,
} from '#reports';
import { columns } from '../ledger/ledger-page.js';
import { onInstallation } from '../opening.js';
import { closingsOf, onFigures, type FigureOptions } from './asked.js';
import { printed } from './printed.js';

interface Options extends Pick<FigureOptions, 'period' | 'agency' | 'asOf'> {
  readonly province?: string;
  readonly json?: boolean;
}

/** Chỉ tiêu và kết quả: the figures of a period beside the goals of provinces. */
export const goalsCommand = new Command('goals')
  .description(
    'figures of a period beside the goals that provinces set: met, at risk, missed, and what may still be late',
  )
  .requiredOption('--period <days>', 'as for "figure"')
  .option('--province <code>', 'the goals of one province; of all that are known by default')
  .option('--agency <code>', 'as for "figure"; what is not made of dossiers is not told of an agency')
  .option('--as-of <position>', 'as for "figure"')
  .option('--json', 'print it as JSON')
  .action(async ({ province, json, ...options }: Options) => {
    const rows = await onInstallation((installation) =>
      onFigures(installation, options, ({ ofDossiers, ofOthers }) => {
        const { period, asOf } = ofOthers.asked;
        const { agency } = options;
        const closings = closingsOf(ofOthers, agency);
        const asked = { on: period.to, asOf, province, shipped: shippedTargets() };
        return reachedGoals(ofOthers.store, asked, {
          measure: async (figure) => {
            if (agency !== undefined && !isOfDossiers(figure)) return null;
            const ground = isOfDossiers(figure) ? ofDossiers : ofOthers;
            const table = await tableOf(figure, ground);
            return { ...table, signed: await closings.of(figure, table) };
          },
          stillDue: () => ofDossiers.figures.stillDue(ofDossiers.asked, ofDossiers.now),
        });
      }),
    );
    console.log(json === true ? JSON.stringify(rows) : readable(rows));
  });

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

/** What was signed has a column where anything was. */
function readable(rows: readonly ReachedGoal[]): string {
  const anySigned = rows.some(({ signed }) => signed !== null);
  return columns([
    ['Tỉnh', 'Chỉ tiêu', 'Giao', 'Đạt được', '', 'Còn được trễ', ...(anySigned ? ['Đã ký'] : [])],
    ...rows.map(({ province, goal, vi, reached, state, lateStillAllowed: left, signed }) => [
      ...[province, vi, goalText(goal)],
      ...[reachedText(goal, reached), state === null ? 'không đo' : STATES[state]],
      left === null ? '–' : String(left),
      ...(anySigned ? [signed === null ? '–' : signedText(goal, signed, reached)] : []),
    ]),
  ]).join('\n');
}

function signedText(goal: Goal, { said, restated, compared }: SignedRate, reached: Rate): string {
  if (compared === 'unknown') return 'không đọc được';
  const both = [said, ...(restated === null ? [] : [restated.said])];
  const last = both.at(-1) ?? null;
  const isSame = last?.isOfToday === true && isDeepStrictEqual(last.rate, reached);
  return `${both.map((one) => saidText(goal, one)).join(' → ')}${isSame ? SAME[compared] : OTHERWISE[compared]}`;
}

function saidText(goal: Goal, said: SaidRate | null): string {
  if (said === null) return 'không ký';
  if (!said.isOfToday) return `theo định nghĩa ${said.definitionVersion}`;
  return said.rate === null ? 'không có hồ sơ' : reachedText(goal, said.rate);
}

const OTHERWISE: Readonly<Record<AgainstSigned, string>> = {
  ...{ 'as-signed': '', 'not-signed': '', unknown: '', otherwise: ', nay khác' },
  ...{ 'of-other-agencies': ', nay của cơ quan khác', 'at-another-instant': ', xét lúc khác' },
  'before-signing': ', trước khi ký khác',
};
/** The figure comes out otherwise, and this rate of it the same. */
const SAME: Readonly<Record<AgainstSigned, string>> = {
  ...OTHERWISE,
  otherwise: ', nay vẫn tỷ lệ này, số khác bên trong',
};
