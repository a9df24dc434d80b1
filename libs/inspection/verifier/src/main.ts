import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Broken, readBundle, verifyBundle } from './bundle.js';
import { trusting } from './ledger-entry.js';

const USAGE = `usage: node main.js BUNDLE.json --key LEDGER.pub [--key OLDER.pub …] [--json]
Checks what was exported of a dossier, offline. The public key comes from the office, not from the bundle.
exit 0: all holds   1: something does not, named on standard error   2: wrong usage`;

function run(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help === true) return say(USAGE, 0);
  if (file === undefined || positionals.length > 1 || values.key === undefined) return complain(USAGE, 2);
  const trusted = trusting(...values.key.map((key) => readFileSync(key, 'utf8')));
  const summary = verifyBundle(readBundle(readFileSync(file, 'utf8')), trusted);
  if (values.json === true) return say(JSON.stringify(summary), 0);
  const { code, events, proven, uncovered, head } = summary;
  return say(
    [
      `${code}: ${events} events hold, ${proven} of them proven by the ledger${head === null ? '' : ` up to its entry ${head.entry} (${head.hash})`}`,
      ...uncovered.map(({ stream, revision }) => `  not yet in the ledger: ${stream} ${revision}`),
    ].join('\n'),
    0,
  );
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

try {
  process.exitCode = run();
} catch (error) {
  if (error instanceof Broken) {
    const { stream, revision, why } = error.fault;
    process.exitCode = complain(`does not hold: ${stream} ${revision}: ${why}`, 1);
  } else process.exitCode = complain(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, 1);
}
