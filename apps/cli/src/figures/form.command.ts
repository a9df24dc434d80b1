import { Argument, Command } from 'commander';
import {
  closedBy,
  FORM_NAMES,
  LAST_POSSIBLE_BEGIN,
  madeForm,
  numberText,
  REPORTING_MONTH_BEGINS,
  withSigned,
  type FormName,
  type PrintedForm,
} from '#reports';
import { wholeNumber } from '../arguments.js';
import { columns } from '../ledger/ledger-page.js';
import { onInstallation } from '../opening.js';
import { onForms, type FormOptions } from './asked-form.js';
import { outFile, writeForm } from './out-file.js';

interface Options extends FormOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Biểu mẫu báo cáo: the official forms of any period and any past. */
export const formCommand = new Command('form')
  .description(
    'an official form (07a, 07b of Circular 09/2026; the progress table of Decision 766), or why it is refused',
  )
  .addArgument(new Argument('<name>', 'which form').choices(FORM_NAMES))
  .requiredOption(
    '--period <period>',
    'a reporting month "2026-11" (15/10–14/11), "2026-Q4", "2026-H1", "2026-9M", "2026", or days "2026-10-15/2026-11-14"',
  )
  .option('--agency <code>', 'who reports: this agency with those below it; all by default')
  .option('--as-of <position>', 'as it was known at a position of the log, or at an instant with its offset')
  .option('--out <file>', 'write it: .xlsx laid out as the form, or .csv')
  .option('--json', 'print it as JSON')
  .option(
    '--month-begins <day>',
    'the day of the month before on which a reporting month begins; 1: months of the calendar',
    wholeNumber(1, LAST_POSSIBLE_BEGIN),
    REPORTING_MONTH_BEGINS,
  )
  .action(async (name: FormName, options: Options) => {
    const { out, json } = options;
    const file = out === undefined ? null : outFile(out);
    const { form, printed, signed } = await onInstallation((installation) =>
      onForms(installation, name, options, async (forms, wanted, signing) => {
        const made = await madeForm(forms, name, wanted);
        return withSigned(made, await closedBy(signing.store, signing.signers, wanted.asked.period), signing);
      }),
    );
    if (file !== null) await writeForm(file, printed);
    if (json === true) console.log(JSON.stringify({ ...form, signed }));
    else console.log(out === undefined ? textOf(printed) : [`${printed.number}: ${out}`, ...printed.signed].join('\n'));
  });

/** The form as a person reads it on a screen: columns by their numbers, what they are below. */
function textOf(form: PrintedForm): string {
  const lines = form.sections.flatMap(({ heading, rows }) => [
    ...(heading === null ? [] : [[heading.slice(0, heading.indexOf('.') + 1), ...form.columns.map(() => '')]]),
    ...rows.map(({ label, numbers }) => [label, ...numbers.map(String)]),
  ]);
  return [
    ...[form.number, form.title, form.period, form.days, ...form.units, form.unit, ''],
    ...columns([
      [form.of, ...form.columns.map(({ number }) => number)],
      ...lines,
      ['TỔNG CỘNG', ...form.total.map(String)],
      ['  theo hạn luật định', ...form.strict.map(String)],
      ...(form.atMost === null ? [] : [['  nhiều nhất', ...form.atMost.map(String)]]),
    ]),
    '',
    ...form.columns.map((column) => `${numberText(column, form.columns)} ${column.heading.join(' – ')}`),
    '',
    ...form.notes,
    ...form.signed,
  ].join('\n');
}
