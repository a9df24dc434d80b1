import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
const LIBS = readdirSync(join(ROOT, 'libs'));
const APPS = ['api', 'worker', 'cli', 'standalone'];

const CONFIG = join(ROOT, '.dependency-cruiser.js');

export async function ruleNames(): Promise<readonly string[]> {
  const { default: config } = (await import(CONFIG)) as { default: { forbidden: { name: string }[] } };
  return config.forbidden.map(({ name }) => name);
}

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Cruises a small tree with the real rules: every lib and app with an empty index, the given files, the real module map
 * and packages. It stands outside the sources and is gone afterwards.
 */
export function cruise(files: Readonly<Record<string, string>>): readonly Violation[] {
  const tree = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    const plant = (path: string, text: string): void => {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    };
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(tree, file));
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    for (const lib of LIBS) plant(`libs/${lib}/src/index.ts`, 'export {};\n');
    for (const app of APPS) plant(`apps/${app}/src/main.ts`, 'export {};\n');
    for (const [path, text] of Object.entries(files)) plant(path, text);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        '--config',
        CONFIG,
        ...['--output-type', 'json', 'apps', 'libs', 'test'],
      ],
      { cwd: tree, encoding: 'utf8', maxBuffer: 64 << 20 },
    );
    if (stdout === '') throw new Error(stderr);
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    };
    return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
