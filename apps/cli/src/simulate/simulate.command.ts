import { Command, InvalidArgumentError } from 'commander';
import { holdTimers } from '#duties';
import { isDay, type Day } from '#kernel';
import { onInstallation } from '../opening.js';
import { wholeNumber } from '../arguments.js';
import type { LateHoliday, Merger } from './plan.js';
import { simulate, type SimulationOptions } from './simulation.js';
import type { SimulationReport } from './tally.js';

interface SimulateOptions {
  readonly dossiers: number;
  readonly seed: number;
  readonly from: Day;
  readonly to: Day;
  readonly reorganise?: SimulationOptions['merger'];
  readonly holiday?: SimulationOptions['holiday'];
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

/** What befalls the office: written out, left to the seed, or nothing. */
function befalls<T>(text: string, form: string, written: RegExp, of: (parts: readonly string[]) => T): T | null {
  if (text === 'none') return null;
  const [, ...parts] = written.exec(text) ?? [];
  if (parts.length === 0) throw new InvalidArgumentError(`${form}, or "none"`);
  return of(parts);
}

const merger = (text: string): Merger | null =>
  befalls(
    text,
    '<agency>=<successor>@<last day>',
    /^([^=@\s]+)=([^=@\s]+)@(.+)$/,
    ([agency = '', to = '', on = '']) => ({
      agency,
      successor: to,
      lastDay: day(on),
    }),
  );

const holiday = (text: string): LateHoliday | null =>
  befalls(text, '<day off>@<day of decree>', /^([^@]+)@(.+)$/, ([on = '', decreedOn = '']) => ({
    on: day(on),
    decreedOn: day(decreedOn),
  }));

/** Mô phỏng một văn phòng: past months of an office, by chance and yet the same for the same seed. */
export const simulateCommand = new Command('simulate')
  .description(
    'fills the log with the dossiers of a simulated office, through the same desk and on its own clock, on which time acts as where a worker runs',
  )
  .requiredOption('--dossiers <N>', 'how many dossiers come', wholeNumber(1, MOST_DOSSIERS))
  .requiredOption('--seed <S>', 'the same seed gives the same events', wholeNumber(0, MOST_SEED))
  .option('--from <day>', 'the first day on which people come', day, WINDOW.from)
  .option('--to <day>', 'the last day; the clock stops at its end', day, WINDOW.to)
  .option('--reorganise <A=B@day>', 'an agency, its successor and its last day; by the seed without it; "none"', merger)
  .option('--holiday <day@day>', 'a day off and the day that decrees it; by the seed without it; "none"', holiday)
  .option('--json', 'print the summary as JSON')
  .action(async (options: SimulateOptions, command: Command) => {
    const { reorganise = 'seeded', holiday: dayOff = 'seeded', ...rest } = options;
    if (options.from > options.to) return command.error('error: --from must not be after --to');
    const report = await onInstallation(async ({ store, catalogue, clock, databaseUrl }) => {
      if (`${options.to}T17:00:00.000Z` > clock.now()) return command.error('error: --to must be a day that is over');
      if (catalogue.view.findCalendar() === undefined) throw new Error('the catalogue is empty; run "import" first');
      // Where a worker runs, today's clock must not find these months overdue before they are told to the end.
      const leave = await holdTimers(databaseUrl);
      const asked = { ...rest, merger: reorganise, holiday: dayOff, onProgress: progress };
      return simulate(store, catalogue, asked).finally(leave);
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
