import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { WorkingCalendar } from '#working-time';

/** The folder of the package, found from the sources and from the built files alike. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the running program');
  return packageRoot(parent);
}

/** The public sector's calendar that ships with the engine. */
export function shippedCalendar(): WorkingCalendar {
  const file = join(packageRoot(import.meta.dirname), 'libs/catalogue/data/calendar.vn.json');
  return { ...JSON.parse(readFileSync(file, 'utf8')), version: 1 };
}
