/**
 * `node build/run.js <app> [arguments]` runs an app from dist/, built first when a source has changed; without an app it
 * only builds. Standard output belongs to the app alone.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freshen, ROOT } from './fresh.js';

const [app, ...rest] = process.argv.slice(2);
const main = join(ROOT, `dist/apps/${app}/src/main.js`);
const sourcesPresent = existsSync(join(ROOT, 'tsconfig.build.json'));

if (sourcesPresent && !freshen()) process.exitCode = 1;
else if (app === undefined) process.exitCode = 0;
else if (!existsSync(main)) {
  process.stderr.write(`no such app: ${app}\n`);
  process.exitCode = 2;
} else {
  process.argv = [process.argv[0], main, ...rest];
  await import(pathToFileURL(main).href);
}
