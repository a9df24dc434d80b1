import { Command, Option } from 'commander';
import { Refusal } from '#kernel';
import {
  figureNamed,
  figureOf,
  FIGURES,
  groupNamed,
  GROUPINGS,
  isOfDossiers,
  ofDossiers,
  type Figure,
  type FigureDefinition,
  type ListColumn,
  type ListLine,
} from '#reports';
import { onInstallation } from '../opening.js';
import { closingsOf, onFigures, type FigureOptions, type FiguresAsked } from './asked.js';
import { outFile, writeList } from './out-file.js';
import { figureText, whyText } from './printed.js';

interface Options extends FigureOptions {
  readonly explain?: string;
  readonly dossiers?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** Chỉ tiêu: an exact fraction, with what it was made of. */
export const figureCommand = new Command('figure')
  .description('a figure as an exact fraction with its certificate, of any period and of any past')
  .argument('<name>', FIGURES.map(({ name, vi }) => `${name} (${vi})`).join(', '))
  .requiredOption('--period <days>', 'days "2026-10-15/2026-11-14" (inclusive), "2026-11", "2026-Q4" or "2026"')
  .addOption(new Option('--by <grouping>', 'split by').choices(GROUPINGS))
  .option('--subtrees', 'with --by agency or agency-now: every agency with those below it')
  .option('--group <key>', 'with --by and --dossiers: only what counts in this group')
  .option('--agency <code>', 'only dossiers that this agency, or one below it, decides')
  .option('--as-of <position>', 'as it was known at a position of the log, or at an instant with its offset')
  .option('--at <instant>', 'looked at as of an instant with its offset; as the period ends by default')
  .addOption(new Option('--explain <code>', 'what one dossier is in it, and why').conflicts('dossiers'))
  .option('--dossiers', 'its dossiers, one a line: id, code, what it adds')
  .addOption(new Option('--json', 'print it as JSON').conflicts('out'))
  .option('--out <FILE>', 'with --dossiers: write them to FILE.xlsx or FILE.csv')
  .action(async (name: string, { explain, dossiers, json, out, ...options }: Options) => {
    const definition = figureNamed(name);
    const file = out === undefined ? null : outFile(out);
    if (file !== null && dossiers !== true)
      throw new Refusal('invalid-input', null, { at: 'out', expected: 'together with --dossiers' });
    if (options.group !== undefined && (options.by === undefined || dossiers !== true))
      throw new Refusal('invalid-input', null, { at: 'group', expected: 'together with --by and --dossiers' });
    if (options.subtrees === true && options.by !== 'agency' && options.by !== 'agency-now')
      throw new Refusal('invalid-input', null, { at: 'subtrees', expected: 'together with --by agency or agency-now' });
    await onInstallation((installation) =>
      onFigures(installation, options, async ({ ofDossiers: asked, ofOthers }) => {
        if (explain !== undefined) console.log(await explained(ofDossiers(definition), asked, explain, json === true));
        else if (file !== null) {
          await writeList(file, columnsOf(ofDossiers(definition)), linesOf(ofDossiers(definition), asked));
          console.log(`${definition.vi}: ${file.path}`);
        } else if (dossiers === true) await listed(ofDossiers(definition), asked, json === true);
        else {
          const ground = isOfDossiers(definition) ? asked : ofOthers;
          const figure = await figureOf(definition, ground);
          const signed = await closingsOf(ofOthers, options.agency).of(definition, figure);
          const links = { dossiers: isOfDossiers(definition) ? listOf(figure.certificate, options) : null };
          const of = options.agency === undefined ? null : (ofOthers.catalogue.findAgency(options.agency) ?? null);
          const nameOf = (key: string) =>
            options.by === undefined ? null : groupNamed(options.by, key, ground.catalogue);
          console.log(
            json === true
              ? JSON.stringify({ ...figure, signed, links })
              : figureText(definition, figure, signed, of, nameOf),
          );
        }
      }),
    );
  });

/** How the dossiers of a figure are listed as they were counted; `--group` and its key make it a group's. */
function listOf(
  { figure, asOf, evaluatedAt }: Figure['certificate'],
  { period, agency, by, subtrees }: FigureOptions,
): string {
  const of = [
    ...(agency === undefined ? [] : ['--agency', agency]),
    ...(asOf === null ? [] : ['--as-of', asOf]),
    ...(by === undefined ? [] : ['--by', by]),
    ...(subtrees === true ? ['--subtrees'] : []),
  ];
  return ['figure', figure, '--period', period, '--at', evaluatedAt, ...of, '--dossiers'].join(' ');
}

async function explained(
  definition: FigureDefinition,
  { figures, asked, catalogue, now }: FiguresAsked,
  code: string,
  isJson: boolean,
): Promise<string> {
  const found = await figures.explain(definition, asked, code, now, catalogue);
  if (found.length === 0) throw new Refusal('unknown-dossier', null, { code });
  return isJson ? JSON.stringify(found) : found.map((one) => whyText(definition, one)).join('\n');
}

async function listed(
  definition: FigureDefinition,
  { figures, asked, catalogue, now }: FiguresAsked,
  isJson: boolean,
): Promise<void> {
  let some = false;
  for await (const { dossierId, revision, standing, terms } of figures.dossiers(definition, asked, now, catalogue)) {
    some = true;
    const { code } = standing;
    const names = Object.entries(terms).map(([name, number]) => `${definition.terms[name] ?? name} ${number}`);
    console.log(
      isJson
        ? JSON.stringify({ dossierId, revision, code, terms })
        : `${dossierId}  ${code ?? '–'}  ${names.join(', ')}`,
    );
  }
  if (!some && !isJson) console.log('Không có hồ sơ nào.');
}

const columnsOf = ({ terms }: FigureDefinition): readonly ListColumn[] => [
  { header: 'Mã định danh', width: 38 },
  { header: 'Mã hồ sơ', width: 24 },
  ...Object.values(terms).map((header) => ({ header, width: 18 })),
];

async function* linesOf(
  definition: FigureDefinition,
  { figures, asked, catalogue, now }: FiguresAsked,
): AsyncGenerator<ListLine> {
  const names = Object.keys(definition.terms);
  for await (const { dossierId, standing, terms } of figures.dossiers(definition, asked, now, catalogue))
    yield [dossierId, standing.code, ...names.map((name) => terms[name] ?? 0)];
}
