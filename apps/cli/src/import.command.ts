import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  defaultLocalVersions,
  importAgencies,
  importCalendar,
  importLocalProcedures,
  importNational,
  type NationalReport,
} from '#catalogue';
import { publish, readJson, shippedFile, type Installation, type ShippedFile } from '#installation';
import { isDay } from '#kernel';
import { onInstallation } from './opening.js';

interface ImportOptions {
  readonly calendar?: string;
  readonly agencies?: string;
  readonly local?: string;
  readonly national?: string;
  readonly validFrom: string;
  readonly publishDefaults?: boolean;
  readonly field?: string;
  readonly level?: string;
  readonly json?: boolean;
}

/** What an import did; a part that was not asked for is absent. */
interface ImportReport {
  readonly published: Readonly<Record<string, number>>;
  readonly national?: NationalReport;
  readonly forAPerson?: ForAPerson;
}

type ForAPerson = ReturnType<typeof defaultLocalVersions>['forAPerson'];

const ACTOR = { id: 'import', role: 'administrator', agency: null } as const;
/** So many codes of a class are named on the screen; `--json` names all. */
const NAMED = 8;

/** Nạp danh mục: calendar, agencies, procedures; what stands already adds nothing. */
export const importCommand = new Command('import')
  .description('publishes calendar, agencies and procedures as events; without files, what ships with the engine')
  .option('--calendar <FILE>')
  .option('--agencies <FILE>')
  .option('--local <FILE>', 'procedures that the province has worked out, with their workflows')
  .option('--national <FILE>', 'records of the national database, as they are')
  .option('--valid-from <day>', 'from when local versions are in force', '2026-01-01')
  .option('--publish-defaults', 'publish local versions with defaults where the national record leaves no doubt')
  .option('--field <name>', 'defaults only for this field')
  .option('--level <level>', 'defaults only for this level: province or commune')
  .option('--json', 'print the report as JSON')
  .action(async (options: ImportOptions, command: Command) => {
    if (!isDay(options.validFrom)) return command.error('error: --valid-from is a day, YYYY-MM-DD');
    if (options.level !== undefined && levelOf(options.level) === undefined)
      return command.error('error: --level is province or commune');
    const report = await onInstallation((installation) => imported(installation, options));
    console.log(options.json === true ? JSON.stringify(report) : readable(report));
  });

const levelOf = (level: string | undefined) => (['province', 'commune'] as const).find((known) => known === level);

/** Every part rests on those before it. */
async function imported(installation: Installation, options: ImportOptions): Promise<ImportReport> {
  const { calendar, agencies, local, national, validFrom, publishDefaults } = options;
  const files = [calendar, agencies, local, national];
  const everything = publishDefaults !== true && files.every((file) => file === undefined);
  const wants = (file: string | undefined) => everything || file !== undefined;
  const published: Record<string, number> = {};
  const report: { published: typeof published; national?: NationalReport; forAPerson?: ForAPerson } = { published };
  const part = async (name: string, decide: Parameters<typeof publish>[1]) => {
    published[name] = await publish({ ...installation, actor: ACTOR, onProgress: progressOf(name) }, decide);
  };

  if (wants(calendar)) await part('calendar', (view) => importCalendar(given(calendar, 'calendar.vn.json'), view));
  if (wants(agencies)) await part('agencies', (view) => importAgencies(given(agencies, 'agencies.demo.json'), view));
  if (wants(local))
    await part('local', (view) => importLocalProcedures(given(local, 'procedures.demo.json'), view, { validFrom }));
  if (wants(national))
    await part('national', (view) => {
      const made = importNational(given(national, 'procedures.national.json'), view);
      report.national = made.report;
      return made.publications;
    });
  if (everything || publishDefaults === true)
    await part('defaults', (view) => {
      const made = defaultLocalVersions(view, wanted(options));
      report.forAPerson = made.forAPerson;
      return made.publications;
    });
  return report;
}

function wanted({ validFrom, field, level: given }: ImportOptions): Parameters<typeof defaultLocalVersions>[1] {
  const level = levelOf(given ?? '');
  return { validFrom, ...(field === undefined ? {} : { field }), ...(level === undefined ? {} : { level }) };
}

function given(file: string | undefined, shipped: ShippedFile): unknown {
  if (file === undefined) return shippedFile(shipped);
  const text = readFileSync(file, 'utf8');
  try {
    return readJson(text);
  } catch {
    throw new Error(`${file} is no JSON`);
  }
}

const progressOf = (part: string) => (done: number, of: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${part}: ${done}/${of}${done === of ? '\n' : ''}`);
};

function readable({ published, national, forAPerson }: ImportReport): string {
  const lines = Object.entries(published).map(([part, count]) => `${part.padEnd(10)} ${count} streams written`);
  if (national !== undefined) lines.push('', ...nationalLines(national));
  if (forAPerson !== undefined) lines.push('', ...doubtLines(forAPerson));
  return lines.join('\n');
}

const nationalLines = ({ records, taken, changed, clear, classes, broken }: NationalReport): readonly string[] => [
  `${records} records of the national database: ${taken} taken, ${changed} new or changed, ${clear} without doubt`,
  ...Object.entries(classes).map(
    ([name, codes]) => `  ${name.padEnd(24)} ${String(codes.length).padStart(5)}  ${named(codes)}`,
  ),
  `  ${'broken'.padEnd(24)} ${String(broken.length).padStart(5)}`,
  ...broken.map(({ at, code, why }) => `    record ${at + 1} (${code ?? 'no code'}): ${why}`),
];

function doubtLines(forAPerson: ForAPerson): readonly string[] {
  const byDoubt = new Map<string, string[]>();
  for (const { code, doubts } of forAPerson)
    for (const doubt of doubts) byDoubt.set(doubt, [...(byDoubt.get(doubt) ?? []), code]);
  return [
    `${forAPerson.length} procedures wait for a person, for one or more reasons (--json names all):`,
    ...[...byDoubt].map(
      ([doubt, codes]) => `  ${doubt.padEnd(24)} ${String(codes.length).padStart(5)}  ${named(codes)}`,
    ),
  ];
}

const named = (codes: readonly string[]): string =>
  codes.slice(0, NAMED).join(' ') + (codes.length > NAMED ? ' …' : '');
