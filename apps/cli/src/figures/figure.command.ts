import { Command, Option } from 'commander';
import { Refusal } from '#kernel';
import { GROUPINGS, type FigureDefinition } from '#reports';
import { onInstallation } from '../opening.js';
import {
  figureNamed,
  figureOf,
  FIGURES,
  ofDossiers,
  onFigures,
  type FigureOptions,
  type FiguresAsked,
} from './asked.js';
import { figureText, whyText } from './printed.js';

interface Options extends FigureOptions {
  readonly explain?: string;
  readonly dossiers?: boolean;
  readonly json?: boolean;
}

/** Chỉ tiêu: an exact fraction, with what it was made of. */
export const figureCommand = new Command('figure')
  .description('a figure as an exact fraction with its certificate, of any period and of any past')
  .argument('<name>', FIGURES.map(({ name, vi }) => `${name} (${vi})`).join(', '))
  .requiredOption('--period <days>', 'days "2026-10-15/2026-11-14" (inclusive), "2026-11", "2026-Q4" or "2026"')
  .addOption(new Option('--by <grouping>', 'split by').choices(GROUPINGS))
  .option('--subtrees', 'with --by agency or agency-now: every agency with those below it')
  .option('--agency <code>', 'only dossiers that this agency, or one below it, decides')
  .option('--as-of <position>', 'as it was known at a position of the log, or at an instant with its offset')
  .addOption(new Option('--explain <code>', 'what one dossier is in it, and why').conflicts('dossiers'))
  .option('--dossiers', 'its dossiers, one a line: id, code, what it adds')
  .option('--json', 'print it as JSON')
  .action(async (name: string, { explain, dossiers, json, ...options }: Options) => {
    const definition = figureNamed(name);
    await onInstallation((installation) =>
      onFigures(installation, options, async (asked) => {
        if (explain !== undefined) console.log(await explained(ofDossiers(definition), asked, explain, json === true));
        else if (dossiers === true) await listed(ofDossiers(definition), asked, json === true);
        else {
          const figure = await figureOf(definition, asked);
          console.log(json === true ? JSON.stringify(figure) : figureText(definition, figure));
        }
      }),
    );
  });

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
  for await (const { dossierId, revision, standing, terms } of figures.dossiers(definition, asked, now, catalogue)) {
    const { code } = standing;
    const names = Object.entries(terms).map(([name, number]) => `${name} ${number}`);
    console.log(
      isJson
        ? JSON.stringify({ dossierId, revision, code, terms })
        : `${dossierId}  ${code ?? '–'}  ${names.join(', ')}`,
    );
  }
}
