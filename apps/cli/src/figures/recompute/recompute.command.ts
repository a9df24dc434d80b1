import { Command } from 'commander';
import { Refusal } from '#kernel';
import { figureNamed, FIGURES, FORM_NAMES, LAST_POSSIBLE_BEGIN, REPORTING_MONTH_BEGINS } from '#reports';
import { wholeNumber } from '../../arguments.js';
import { onInstallation } from '../../opening.js';
import type { FormOptions } from '../asked-form.js';
import type { Compared } from './compared.js';
import { recomputedFigure } from './recomputed-figure.js';
import { recomputedFlows } from './recomputed-flows.js';
import { recomputedForm } from './recomputed-form.js';

interface Options extends FormOptions {
  readonly at?: string;
  readonly procedure?: string;
  readonly subtrees?: boolean;
  readonly json?: boolean;
}

const NAMED = 20;
const FLOWS = 'flows';
const KNOWN = [...FIGURES.map(({ name }) => name), FLOWS, ...FORM_NAMES.map((name) => `form-${name}`)];

/** Tính lại từ nhật ký: a figure, the flows or a form from the log alone, by plain loops, compared with what the read store says. */
export const recomputeCommand = new Command('recompute')
  .description(
    'derives a figure, the flows or a form from the log alone and compares: exit 0 when both agree, 1 naming what differs',
  )
  .argument('<name>', `a figure, flows, or ${FORM_NAMES.map((name) => `form-${name}`).join(', ')}`)
  .requiredOption('--period <days>', 'as for "figure", of a form as for "form"')
  .option('--as-of <position>', 'as for "figure"')
  .option('--at <instant>', 'of a figure or the flows: as for "figure" and "flows"')
  .option('--agency <code>', 'as for "figure", "form" and "flows"')
  .option('--subtrees', 'of the flows: as for "flows"')
  .option('--procedure <code>', 'of the flows: as for "flows"')
  .option(
    '--month-begins <day>',
    'of a form: as for "form"',
    wholeNumber(1, LAST_POSSIBLE_BEGIN),
    REPORTING_MONTH_BEGINS,
  )
  .option('--json', 'print it as JSON')
  .action(async (name: string, { json, ...options }: Options, command: Command) => {
    if (!KNOWN.includes(name)) throw new Refusal('invalid-input', null, { at: 'name', given: name, known: KNOWN });
    const form = FORM_NAMES.find((one) => name === `form-${one}`);
    if (form === undefined && command.getOptionValueSource('monthBegins') === 'cli')
      throw new Refusal('invalid-input', null, { at: 'month-begins', expected: 'none: it is of a form' });
    if (form !== undefined && options.at !== undefined)
      throw new Refusal('invalid-input', null, { at: 'at', expected: 'none: a form is of its period’s end' });
    for (const at of ['procedure', 'subtrees'] as const)
      if (name !== FLOWS && options[at] !== undefined)
        throw new Refusal('invalid-input', null, { at, expected: 'none: it is of the flows' });
    const compared = await onInstallation((installation) =>
      form !== undefined
        ? recomputedForm(installation, form, options)
        : name === FLOWS
          ? recomputedFlows(installation, options)
          : recomputedFigure(installation, figureNamed(name), options),
    );
    if (!compared.agrees) process.exitCode = 1;
    console.log(json === true ? JSON.stringify(compared) : readable(compared));
  });

const readable = ({ agrees, events, notUnderstood, digests, differing: lines }: Compared): string =>
  [
    agrees
      ? `${events} events of the log give the same${digests === undefined ? ' form, row by row' : ` figure: ${digests.log}`}`
      : `${events} events of the log give another; ${lines.length} lines differ`,
    ...lines.slice(0, NAMED).map((line) => `  ${line}`),
    ...(lines.length > NAMED ? ['  … (--json names all)'] : []),
    ...(notUnderstood.length > 0
      ? [`${notUnderstood.length} dossiers hold events that are not known, and are left out`]
      : []),
  ].join('\n');
