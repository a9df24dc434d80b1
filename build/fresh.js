import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
const STAMP = join(ROOT, 'dist/.sources.json');
const LOCK = join(ROOT, 'dist/.building');
const PATIENCE_MS = 300_000;

/** Every source with its time and size: anything added, changed or removed since the last build shows. */
function sources() {
  const found = {};
  const note = (path) => {
    const { mtimeMs, size } = statSync(join(ROOT, path));
    found[path] = `${mtimeMs}:${size}`;
  };
  const walk = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(path);
      } else if (path.endsWith('.ts') && !path.endsWith('.spec.ts')) note(path);
    }
  };
  for (const folder of ['apps', 'libs']) walk(folder);
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) note(file);
  return found;
}

function lastBuilt() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return null;
  }
}

const same = (a, b) =>
  b !== null && Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((path) => a[path] === b[path]);

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One build at a time: a second process waits for the first instead of writing over it. */
function takeLock() {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  for (const since = Date.now(); ;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readLock());
    if (!alive(holder) || Date.now() - since > PATIENCE_MS) rmSync(LOCK, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function readLock() {
  try {
    return readFileSync(LOCK, 'utf8') || process.pid;
  } catch {
    return process.pid;
  }
}

function build(now) {
  const before = lastBuilt();
  if (before === null || Object.keys(before).some((path) => !(path in now))) {
    for (const made of ['apps', 'libs', '.tsbuildinfo'])
      rmSync(join(ROOT, 'dist', made), { recursive: true, force: true });
  }
  rmSync(STAMP, { force: true });
  process.stderr.write('building… (only when a source has changed)\n');
  const tsc = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  if (tsc.status !== 0) {
    process.stderr.write(tsc.stdout + tsc.stderr + 'the build failed\n');
    return false;
  }
  writeFileSync(STAMP, JSON.stringify(now));
  return true;
}

/** Brings dist/ up to date with the sources; says whether it is. All messages go to stderr. */
export function freshen() {
  if (same(sources(), lastBuilt())) return true;
  takeLock();
  try {
    const now = sources();
    return same(now, lastBuilt()) || build(now);
  } finally {
    rmSync(LOCK, { force: true });
  }
}
