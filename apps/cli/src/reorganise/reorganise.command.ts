import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { mappingFrom, NO_MAPPING, reorganise, type FindBatch, type Mapping, type Reorganised } from '#handling';
import type { Installation } from '#installation';
import { Register, registerProjection } from '#reports';
import { onInstallation } from '../opening.js';
import { upToDate } from '../up-to-date.js';

interface ReorganiseOptions {
  readonly legalBasis: string;
  readonly to?: string;
  readonly map?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

const OPERATOR = { account: 'operator', actor: { id: 'operator', role: 'system', agency: null } } as const;
const BATCH = 200;
const EVERY = 100;
/** So many dossiers of a kind are named on the screen; `--json` names all. */
const NAMED = 20;
/** A legal basis is a line, not a document. */
const LONGEST_BASIS = 500;

/** Bàn giao do sắp xếp đơn vị. */
export const reorganiseCommand = new Command('reorganise')
  .description(
    'hands running dossiers, open legs, awaited opinions and desks of an agency that has ended over to its successors; given again it goes on',
  )
  .argument('<code>', 'the agency that has ended, e.g. H27.31')
  .requiredOption('--legal-basis <text>', 'the decision it rests on, kept with every dossier')
  .option('--to <successor>', "takes what neither the mapping nor a dossier's centre gives to another")
  .option('--map <FILE>', 'JSON: {"centres": {"<centre>": "<successor>"}, "procedures": {…}, "fields": {…}}')
  .option('--check', 'write nothing, say what would happen')
  .option('--json', 'print the summary as JSON')
  .action(async (from: string, options: ReorganiseOptions, command: Command) => {
    if (options.legalBasis.length > LONGEST_BASIS) return command.error('error: --legal-basis is too long');
    const mapping = options.map === undefined ? NO_MAPPING : mappingFrom(read(options.map));
    const summary = await onInstallation((installation) => run(installation, from, mapping, options));
    console.log(options.json === true ? JSON.stringify(summary) : readable(from, summary, options.check === true));
    if (summary.left.length + summary.refused.length > 0 || summary.interrupted) process.exitCode = 1;
  });

function read(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON`);
  }
}

async function run(
  installation: Installation,
  from: string,
  mapping: Mapping,
  { legalBasis, to, check = false }: ReorganiseOptions,
): Promise<Reorganised> {
  const { desk, catalogue, clock } = installation;
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const leave = await upToDate(installation, registerProjection, interrupt.signal);
  try {
    return await reorganise(
      { desk, view: catalogue.view, clock, caller: OPERATOR, find: dossiersOf(installation, from) },
      { from, mapping, rest: to ?? null, legalBasis, check, signal: interrupt.signal, onProgress },
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await leave();
  }
}

const onProgress = (looked: number): void => {
  if (looked % EVERY === 0) process.stderr.write(`${looked} dossiers\n`);
};

/** What the register says lies there, running or waiting for its desk or its applicant. */
const dossiersOf = ({ db }: Installation, agency: string): FindBatch => {
  const register = new Register(db);
  return (after) =>
    register.find({ is: 'all' }, { agency, open: true }, { limit: BATCH, ...(after === null ? {} : { after }) });
};

function readable(from: string, summary: Reorganised, check: boolean): string {
  const { looked, handedOver, nothingThere, left, refused, interrupted } = summary;
  const refusals = refused.map(({ dossier, code, facts }) => `${dossier}: ${code} ${JSON.stringify(facts)}`);
  return [
    `${from}: ${looked} dossiers looked at${interrupted ? ', then interrupted: give the command again' : ''}`,
    ...Object.entries(handedOver).map(([to, count]) => `  ${check ? 'would go' : 'handed over'} to ${to}: ${count}`),
    `  nothing there any more: ${nothingThere}`,
    ...named('left, for no rule names a successor', left),
    ...named('refused', refusals),
  ].join('\n');
}

const named = (what: string, lines: readonly string[]): readonly string[] => [
  `  ${what}: ${lines.length}`,
  ...lines.slice(0, NAMED).map((line) => `    ${line}`),
  ...(lines.length > NAMED ? ['    … (--json names all)'] : []),
];
