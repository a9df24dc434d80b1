/** Writes the generated pages of docs/; with `--check` it only says which are out of date, and what is wrong. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './commands.js';
import { eventsPage } from './events.js';
import { lawMap } from './law-map.js';
import { rolesPage } from './roles.js';
import { ROOT, type Page } from './sources.js';

const pages: Readonly<Record<string, Page>> = {
  'law-map.md': lawMap(),
  'events.md': eventsPage(),
  'commands.md': commandsPage(),
  'roles.md': rolesPage(),
};
const check = process.argv.includes('--check');
const faults: string[] = [];

for (const [name, { text, faults: found }] of Object.entries(pages)) {
  const path = join(ROOT, 'docs', name);
  const written = existsSync(path) ? readFileSync(path, 'utf8') : null;
  faults.push(...found);
  if (written === text) continue;
  if (check) faults.push(`docs/${name} is out of date: npm run docs`);
  else {
    writeFileSync(path, text);
    console.log(`docs/${name} written`);
  }
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
