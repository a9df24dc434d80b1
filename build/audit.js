/**
 * `node build/audit.js [folder]`: whether the packages are those that were chosen. Always, without a registry: every
 * dependency is pinned exactly, the lock agrees, what runs at installation is allowed by name, licences are on the list.
 * Then known vulnerabilities, as far as the registry answers: `AUDIT_REQUIRED=true` fails without an answer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** All that a product under Apache-2.0 may be shipped with. */
const LICENCES = ['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Python-2.0', 'Zlib'];
const GRAVE = ['high', 'critical'];

const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const manifest = read('package.json');
const { packages } = read('package-lock.json');
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(packages).filter(([path]) => path !== '');

function unpinned() {
  const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return direct.flatMap(([name, version]) => {
    if (!EXACT.test(version)) return [`${name} is not pinned: ${version}`];
    const locked = packages[`node_modules/${name}`]?.version;
    return locked === version ? [] : [`${name} is ${version} in package.json and ${locked ?? 'absent'} in the lock`];
  });
}

function unlocked() {
  const of = ({ dependencies = {}, devDependencies = {} }) =>
    JSON.stringify([dependencies, devDependencies].map(sorted));
  return of(manifest) === of(packages[''] ?? {}) ? [] : ['package-lock.json was made for another package.json'];
}

const sorted = (record) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

function scripts() {
  const decided = manifest.allowScripts ?? {};
  return installed
    .filter(([path, { hasInstallScript }]) => hasInstallScript === true && !(nameOf(path) in decided))
    .map(([path]) => `${nameOf(path)} runs a script at installation, and allowScripts does not name it`);
}

function licences() {
  return installed.flatMap(([path, { dev, optional }]) => {
    if (dev === true) return [];
    const file = join(path, 'package.json');
    // Of the packages for several platforms one is there.
    if (!existsSync(join(folder, file))) return optional === true ? [] : [`${nameOf(path)} is not installed`];
    const { license, licenses } = read(file);
    const said =
      typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR '));
    return isAllowed(said ?? '') ? [] : [`${nameOf(path)} has the licence ${said ?? 'none'}, which is not on the list`];
  });
}

/** One of several may be chosen; all of several hold. */
const isAllowed = (expression) =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => LICENCES.includes(one.trim())));

/** Of what the product runs on. Null: the registry did not answer. */
function vulnerabilities() {
  const asked = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  try {
    const { vulnerabilities: found } = JSON.parse(asked.stdout);
    if (found === undefined) return null;
    return Object.values(found)
      .filter(({ severity }) => GRAVE.includes(severity))
      .map(({ name, severity, range }) => `${name} ${range} has a vulnerability (${severity})`);
  } catch {
    return null;
  }
}

const wrongs = [...unpinned(), ...unlocked(), ...scripts(), ...licences()];
const known = vulnerabilities();
if (known === null) {
  process.stderr.write('audit: the registry does not tell known vulnerabilities; they were NOT looked for\n');
  if (process.env.AUDIT_REQUIRED === 'true') wrongs.push('AUDIT_REQUIRED is set, and the registry did not answer');
}
for (const wrong of [...wrongs, ...(known ?? [])]) process.stderr.write(`audit: ${wrong}\n`);
process.exitCode = wrongs.length + (known ?? []).length === 0 ? 0 : 1;
