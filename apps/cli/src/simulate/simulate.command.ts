import { Command, InvalidArgumentError } from 'commander';
import { isDay, type Day } from '#kernel';
import { onInstallation } from '../opening.js';
import { wholeNumber } from '../arguments.js';
import { simulate } from './simulation.js';
import type { SimulationReport } from './tally.js';

interface SimulateOptions {
  readonly dossiers: number;
  readonly seed: number;
  readonly from: Day;
  readonly to: Day;
  readonly json?: boolean;
}

const MOST_DOSSIERS = 1_000_000;
const MOST_SEED = 2_147_483_647;
/** Fixed, so that the same seed gives the same events on any day. */
const WINDOW = { from: '2026-03-02', to: '2026-08-28' };
const EVERY = 500;

const day = (text: string): Day => {
  if (!isDay(text)) throw new InvalidArgumentError('a day is written YYYY-MM-DD');
  return text;
};

/** Mô phỏng một văn phòng: past months of an office, by chance and yet the same for the same seed. */
export const simulateCommand = new Command('simulate')
  .description('fills the log with the dossiers of a simulated office, through the same desk and on its own clock')
  .requiredOption('--dossiers <N>', 'how many dossiers come', wholeNumber(1, MOST_DOSSIERS))
  .requiredOption('--seed <S>', 'the same seed gives the same events', wholeNumber(0, MOST_SEED))
  .option('--from <day>', 'the first day on which people come', day, WINDOW.from)
  .option('--to <day>', 'the last day; the clock stops at its end', day, WINDOW.to)
  .option('--json', 'print the summary as JSON')
  .action(async (options: SimulateOptions, command: Command) => {
    if (options.from > options.to) return command.error('error: --from must not be after --to');
    const report = await onInstallation(async ({ store, catalogue, clock }) => {
      if (`${options.to}T17:00:00.000Z` > clock.now()) return command.error('error: --to must be a day that is over');
      if (catalogue.view.findCalendar() === undefined) throw new Error('the catalogue is empty; run "import" first');
      return simulate(store, catalogue, { ...options, onProgress: progress });
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    console.log(options.json === true ? JSON.stringify(report) : readable(report));
  });

function progress(commands: number, at: string): void {
  if (commands % EVERY === 0 && process.stderr.isTTY)
    process.stderr.write(`\r${commands} commands, ${at.slice(0, 10)}`);
}

const readable = ({ dossiers, commands, ...counted }: SimulationReport): string =>
  [
    `${dossiers} dossiers, ${commands} commands`,
    ...Object.entries(counted).flatMap(([what, counts]) => ['', `${what}:`, ...Object.entries(counts).map(lineOf)]),
  ].join('\n');

const lineOf = ([name, count]: readonly [string, number]) => `  ${name.padEnd(30)} ${count}`;
