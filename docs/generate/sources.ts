import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file below a folder whose name passes, in a fixed order; nothing for a folder that does not exist. */
export function sources(folder: string, keep: (path: string) => boolean): readonly Source[] {
  let entries;
  try {
    entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter(keep)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export const isSpec = (path: string): boolean => /[.](spec|contract)[.]ts$/.test(path);
export const isProduct = (path: string): boolean =>
  path.endsWith('.ts') && !isSpec(path) && !/^libs\/(testing|[^/]+\/test)\//.test(path);

/** A link from a page of docs/ to a file. */
export const link = (path: string, text = path): string => `[${text}](../${path})`;

/** Text that may stand in a cell of a table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** What a generated page holds, and what is wrong with the code that it describes. */
export interface Page {
  readonly text: string;
  readonly faults: readonly string[];
}
