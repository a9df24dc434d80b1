import { Command, InvalidArgumentError, Option } from 'commander';
import { READING_OUTCOMES, Readings, type ReadingEntry, type ReadingFilter } from '#access';
import { inVietnam, Refusal } from '#kernel';
import { instantFrom } from '#working-time';
import { wholeNumber } from './arguments.js';
import { onInstallation } from './opening.js';
import { reasonOption, recorded } from './operator.js';

interface ReadingsOptions extends ReadingFilter {
  readonly limit: number;
  readonly after?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

const MOST = 1_000;

const instant =
  (name: string) =>
  (text: string): string => {
    try {
      return instantFrom(name, text);
    } catch (error) {
      if (error instanceof Refusal) throw new InvalidArgumentError('a moment, ISO 8601');
      throw error;
    }
  };

/** Nhật ký truy cập, for operators: everything, and this listing is written down too. */
export const readingsCommand = new Command('readings')
  .description('who read which dossier, when and why, and who tried to; newest first')
  .option('--dossier <code>', 'by code or id')
  .option('--account <name>')
  .option('--from <ISO>', 'from this moment on', instant('from'))
  .option('--to <ISO>', 'before this moment', instant('to'))
  .addOption(new Option('--outcome <outcome>').choices([...READING_OUTCOMES]))
  .option('--limit <count>', `1 to ${MOST}`, wholeNumber(1, MOST), 50)
  .option('--after <next>', 'the page behind another')
  .addOption(reasonOption())
  .option('--json', 'print them as JSON')
  .action(async ({ limit, after, reason, json, ...filter }: ReadingsOptions) => {
    const asking = { what: 'list-readings', door: 'readings', reason, filters: Object.keys(filter) } as const;
    const page = { limit, ...(after === undefined ? {} : { after }) };
    const found = await onInstallation((installation) =>
      recorded(installation, asking, () => new Readings(installation.db).list({ is: 'all' }, filter, page)),
    );
    if (json === true) return console.log(JSON.stringify(found));
    console.log(found.readings.map(lineOf).join('\n'));
    if (found.next !== null) console.log(`more: --after ${found.next}`);
  });

function lineOf({ at, account, door, outcome, asked, dossiers, filters, reason }: ReadingEntry): string {
  const what = asked ?? (filters.length === 0 ? '' : `by ${filters.join(', ')}`);
  const found = dossiers.length === 0 ? '' : ` → ${dossiers.length} dossiers`;
  const why = reason === null ? '' : ` (${reason})`;
  return `${inVietnam(at)}  ${account ?? 'a stranger'}  ${door} ${what}${found}: ${outcome}${why}`;
}
