import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { importRegister, registerMapping, type CaseAndRows, type ImportReport, type RefusedCase } from '#handling';
import { Refusal } from '#kernel';
import { onInstallation } from './opening.js';

interface Options {
  readonly mapping: string;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

const NAMED = 10;
const EVERY = 10_000;

/** Nhập sổ của hệ thống cũ: its cases become dossiers with their history. */
export const importRegisterCommand = new Command('import-register')
  .description('the cases of an older system, CSV or .xlsx, as dossiers with their activities; again, only what is new')
  .argument('<FILE>', 'UTF-8 with a header, rows in any order; of a workbook the first sheet')
  .requiredOption('--mapping <FILE>', 'JSON: which column holds what')
  .option('--dry-run', 'look, and write nothing')
  .option('--report <FILE>', 'write the whole report there, as JSON')
  .option('--json', 'print the whole report as JSON')
  .action(async (file: string, { mapping, dryRun, report: kept, json }: Options) => {
    for (const [at, path] of Object.entries({ file, mapping }))
      if (!existsSync(path)) throw new Refusal('invalid-input', null, { at, why: 'not found' });
    const report = await onInstallation((installation) =>
      importRegister(
        { ...installation, calendar: () => installation.catalogue.view.calendar() },
        { file, mapping: mappingIn(mapping), isDryRun: dryRun === true, onProgress: progress },
      ),
    );
    if (kept !== undefined) writeFileSync(kept, `${JSON.stringify(report, null, 2)}\n`);
    console.log(json === true ? JSON.stringify(report) : readable(report, dryRun === true));
    if (report.refused.length + report.rowsWithoutCase.length > 0) process.exitCode = 1;
  });

function mappingIn(file: string) {
  const text = readFileSync(file, 'utf8');
  try {
    return registerMapping(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('invalid-input', null, { at: 'mapping', why: 'no JSON' });
    throw error;
  }
}

const progress = (cases: number, events: number) => {
  if (cases % EVERY === 0) process.stderr.write(`${cases} cases, ${events} events\n`);
};

const readable = (report: ImportReport, isDryRun: boolean): string =>
  [
    `${report.file}, register ${report.register}: ${report.rows} rows, ${report.cases} cases`,
    `${isDryRun ? 'would be ' : ''}taken ${report.taken}, known already ${report.known}, extended ${report.extended}, corrected ${report.corrected.length}, refused ${report.refused.length}; ${report.events} events`,
    ...some('corrected', report.corrected, where),
    ...some('refused', report.refused, why),
    ...some('activities before the start, kept', report.activitiesBeforeStart, where),
    ...some('activities after the end, kept', report.activitiesAfterEnd, where),
    ...some('promised before they started, kept', report.promisedBeforeStart, where),
    ...(report.rowsWithoutCase.length > 0 ? [`rows that name no case: ${rowsOf(report.rowsWithoutCase)}`] : []),
  ].join('\n');

function some<T>(title: string, all: readonly T[], line: (one: T) => string): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length > NAMED ? [`  … ${all.length - NAMED} more (--json names all)`] : [];
  return [`${title}: ${all.length}`, ...all.slice(0, NAMED).map((one) => `  ${line(one)}`), ...more];
}

const rowsOf = (rows: readonly number[]): string => rows.slice(0, NAMED).join(', ') + (rows.length > NAMED ? ' …' : '');
const where = ({ case: id, rows }: CaseAndRows): string => `${id}: row ${rowsOf(rows)}`;
const why = ({ case: id, why: code, row, field }: RefusedCase): string =>
  `${id}: ${code}, row ${row}${field === undefined ? '' : `, ${field}`}`;
