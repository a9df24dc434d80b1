import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRegister, registerMapping } from '#handling';
import { configuration, openInstallation, PACKAGE_ROOT, shippedCalendar } from '#installation';
import { medianOf, type Bench, type Measured, type Scenario } from './scenario.js';

const DATA = join(PACKAGE_ROOT, 'libs/handling/data');
const COPIES = 4;
const LEAST_EVENTS_A_SECOND = 2_000;

/** The real log several times over, each time under other ids. */
function repeated(): string {
  const [header = '', ...rows] = readFileSync(join(DATA, 'municipal-receipt-log.csv'), 'utf8').trimEnd().split('\n');
  const copies = Array.from({ length: COPIES }, (_, copy) =>
    rows.map((row) => row.replace(',case-', `,case-${copy}-`)),
  );
  return [header, ...copies.flat()].join('\n');
}

/** From reading the file to the last append, each round into a register of its own. */
async function measure({ environment, rounds }: Bench): Promise<Measured> {
  const mapping = registerMapping(JSON.parse(readFileSync(join(DATA, 'municipal-receipt-log.mapping.json'), 'utf8')));
  const folder = mkdtempSync(join(tmpdir(), 'bench-register-'));
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow');
  try {
    const file = join(folder, 'register.csv');
    writeFileSync(file, repeated());
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

/** An older register coming in, sealed and chained as everything is. */
export const importScenarios: readonly Scenario[] = [
  {
    name: 'import of an older register, against 2,000 events/s',
    unit: 'events/s',
    better: 'more',
    atLeast: 1,
    run: measure,
  },
];
