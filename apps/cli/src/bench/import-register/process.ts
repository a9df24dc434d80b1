import { readFileSync } from 'node:fs';
import { importRegister, registerMapping } from '#handling';
import { configuration, openInstallation, shippedCalendar } from '#installation';
import { needed } from '../own-process.js';

/** One measurement, in a process of its own: a register is looked through, and nothing is written. */
const [, , file = '', mapping = ''] = process.argv;
const installation = await openInstallation(configuration(process.env, { logLevel: 'error' }), 'borrow');
await needed(async () => {
  const looked = { file, mapping: registerMapping(JSON.parse(readFileSync(mapping, 'utf8'))), isDryRun: true };
  const { rows, taken } = await importRegister({ ...installation, calendar: shippedCalendar }, looked);
  if (rows < 1 || taken < 1) throw new Error('nothing was looked at');
});
