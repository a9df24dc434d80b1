import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './planted-tree.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const records = readdirSync(join(ROOT, 'docs/adr')).sort();

describe('the documents', () => {
  it.each(['ARCHITECTURE.md', 'README.md', 'docs/glossary.md', ...records.map((name) => `docs/adr/${name}`)])(
    '%s names only files that exist',
    (document) => {
      const named = [...read(document).matchAll(/`((?:apps|libs|test|docs|docker|build)\/[\w./-]+)`/g)].map(
        ([, path]) => path,
      );
      expect(named.filter((path) => path !== undefined && !existsSync(join(ROOT, path)))).toEqual([]);
    },
  );

  it('number the decisions one after another', () => {
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, at) => at + 1));
    for (const [at, name] of records.entries()) expect(read(`docs/adr/${name}`)).toMatch(`# ${at + 1}. `);
  });

  it('sort the glossary by the Vietnamese term', () => {
    const terms = [...read('docs/glossary.md').matchAll(/^\| ([^|]+?) +\|/gm)].map(([, term]) => term ?? '').slice(2);
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'vi')));
  });
});

describe('the lock', () => {
  it('names no registry host, and a digest for every package', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { resolved?: string; integrity?: string }>;
    };
    const wrong = Object.entries(packages).filter(
      ([path, { resolved, integrity }]) => path !== '' && (resolved !== undefined || integrity === undefined),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it('pins every direct dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, v]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(v),
    );
    expect(ranges).toEqual([]);
  });
});
