import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRegister, registerMapping } from '#handling';
import { configuration, openInstallation, PACKAGE_ROOT, shippedCalendar } from '#installation';
import { inOwnProcess } from '../own-process.js';
import { medianOf, type Bench, type Measured, type Scenario } from '../scenario.js';

const DATA = join(PACKAGE_ROOT, 'libs/handling/data');
const LOG = join(DATA, 'municipal-receipt-log.csv');
const MAPPING = join(DATA, 'municipal-receipt-log.mapping.json');
const COPIES = 4;
const LEAST_EVENTS_A_SECOND = 2_000;
const ROWS = 1_000_000;
const MOST_MB = 512;
const LOOKING = join(import.meta.dirname, 'process.js');

/** The real log over and over, each time under other ids, until there are so many copies of it, or so many rows. */
function writeRepeated(file: string, { copies = Number.POSITIVE_INFINITY, rows: atLeast = 0 }): void {
  const [header = '', ...rows] = readFileSync(LOG, 'utf8').trimEnd().split('\n');
  const out = openSync(file, 'w');
  writeSync(out, header);
  for (let copy = 0; copy < copies && (atLeast === 0 || copy * rows.length < atLeast); copy += 1)
    writeSync(out, `\n${rows.map((row) => row.replace(',case-', `,case-${copy}-`)).join('\n')}`);
  closeSync(out);
}

/** From reading the file to the last append, each round into a register of its own. */
async function measure({ environment, rounds }: Bench): Promise<Measured> {
  const mapping = registerMapping(JSON.parse(readFileSync(MAPPING, 'utf8')));
  const folder = mkdtempSync(join(tmpdir(), 'bench-register-'));
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow');
  try {
    const file = join(folder, 'register.csv');
    writeRepeated(file, { copies: COPIES });
    const measured: Measured[] = [];
    for (let round = 0; round < Math.min(rounds, 3); round += 1) {
      const from = performance.now();
      const { events } = await importRegister(
        { ...installation, calendar: shippedCalendar },
        { file, mapping: { ...mapping, register: `bench-${round}` } },
      );
      const seconds = (performance.now() - from) / 1_000;
      measured.push({ ours: events / seconds, limit: LEAST_EVENTS_A_SECOND });
    }
    return medianOf(measured);
  } finally {
    await installation.close();
    rmSync(folder, { recursive: true });
  }
}

/** What looking through a register of a million rows needs of memory: its rows stand in any order. */
async function lookThrough({ environment }: Bench): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-register-'));
  try {
    const file = join(folder, 'register.csv');
    writeRepeated(file, { rows: ROWS });
    const { firstHalf, secondHalf } = await inOwnProcess(LOOKING, [file, MAPPING], environment);
    return { ours: Math.max(firstHalf, secondHalf), limit: MOST_MB };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An older register coming in, sealed and chained as everything is. */
export const importScenarios: readonly Scenario[] = [
  {
    name: 'import of an older register, against 2,000 events/s',
    unit: 'events/s',
    better: 'more',
    atLeast: 1,
    run: measure,
  },
  {
    name: 'memory of looking through a register of 1,000,000 rows',
    unit: 'MB',
    better: 'less',
    atLeast: 1,
    run: lookThrough,
  },
];
