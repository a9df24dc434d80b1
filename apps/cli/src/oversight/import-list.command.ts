import { Command, Option } from 'commander';
import { externalListIdOf } from '#handling';
import { appendOversight, type Installation } from '#installation';
import { vietnamDay, type Day } from '#kernel';
import { importExternalList, versionsOf } from '#oversight';
import { day } from '../arguments.js';
import { onInstallation } from '../opening.js';
import { OPERATOR } from './actor.js';
import { listedCodes, type ListedCodes } from './listed-codes.js';

interface Options {
  readonly column: string;
  readonly source: string;
  readonly date: Day;
  readonly delimiter: string;
  readonly json?: boolean;
}

const NAMED = 10;

/** Nhập danh sách đối chiếu: the codes that another register holds. */
export const importListCommand = new Command('import-list')
  .description('the codes that another register lists, as what it held on a day; the same file again adds nothing')
  .argument('<FILE>', 'CSV, UTF-8 with a header, or .xlsx, of which the first sheet')
  .requiredOption('--column <name>', 'the column of the codes')
  .requiredOption('--source <name>', 'the register that it comes from; a later list of it is the next version')
  .requiredOption('--date <day>', 'the day of which the list tells, YYYY-MM-DD', day)
  .addOption(new Option('--delimiter <sign>', 'of a CSV').choices([',', ';', '\t']).default(','))
  .option('--json', 'print the whole report as JSON')
  .action(async (file: string, { column, source: named, date, delimiter, json }: Options) => {
    const source = named.trim().normalize('NFC');
    const listed = await listedCodes(file, column, delimiter);
    const imported = await onInstallation((installation) => imports(installation, { ...listed, source, date }));
    const { codes, ...about } = { ...listed, codes: listed.codes.length };
    const report = { source, listedOn: date, ...imported, ...about, codes };
    console.log(json === true ? JSON.stringify(report) : readable(report));
  });

/** What came of it: the version that the list is now, and how many events that took. */
interface Imported {
  readonly listId: string;
  readonly version: number;
  readonly events: number;
}

async function imports(
  installation: Installation,
  { source, date, digest, codes }: ListedCodes & { readonly source: string; readonly date: Day },
): Promise<Imported> {
  const listId = externalListIdOf(source);
  let version = 0;
  const events = await appendOversight({ ...installation, actor: OPERATOR }, `external-list-${listId}`, (history) => {
    const held = versionsOf(history, listId);
    const today = vietnamDay(installation.clock.now());
    const parts = importExternalList(held, { listId, source, listedOn: date, digest, codes }, today);
    version = (parts[0]?.data ?? held.at(-1))?.version ?? 0;
    return parts;
  });
  return { listId, version, events };
}

type Report = Imported &
  Omit<ListedCodes, 'codes'> & { readonly source: string; readonly listedOn: Day; readonly codes: number };

const readable = ({ source, listedOn, version, events, rows, codes, empty, doubled }: Report): string =>
  [
    `${source} of ${listedOn}, version ${version}: ${codes} codes in ${rows} rows${events === 0 ? ', known already' : ''}`,
    ...(empty.length === 0 ? [] : [`rows without a code: ${some(empty)}`]),
    ...(doubled.length === 0
      ? []
      : [`listed before: ${some(doubled.map(({ code, row, first }) => `${code} in row ${row}, first ${first}`))}`]),
  ].join('\n');

const some = (all: readonly (string | number)[]): string =>
  `${all.length} (${all.slice(0, NAMED).join('; ')}${all.length > NAMED ? '; … --json names all' : ''})`;
