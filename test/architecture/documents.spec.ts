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

describe('the table of goals in the README', () => {
  const cells = read('README.md')
    .split('\n')
    .filter((line) => /^\| (Hà Tĩnh|Quảng Ngãi|Lai Châu|Bình Định|TP Hồ Chí Minh) /.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it('has a row of every goal that ships, as it was set', () => {
    const { targets } = JSON.parse(read('libs/oversight/data/targets.demo.json')) as {
      targets: { name: string; goals: { numerator: number; denominator: number; comparison: string }[] }[];
    };
    const shipped = targets.flatMap(({ name, goals }) =>
      goals.map(({ numerator, denominator, comparison }) => {
        const share = denominator === 1 && numerator > 1 ? `${numerator}` : `${numerator}/${denominator}`;
        return [name, `${comparison === 'at-least' ? '≥' : '>'} ${share}`];
      }),
    );
    expect(cells.map(([, province, , asked]) => [province, asked])).toEqual(shipped);
  });

  it('says of each fraction its percentage and what the goal makes of it', () => {
    const counted = cells.flatMap(([, , , asked = '', reached = '', state]) => {
      const [, sign, a = 0, b = 1] = /^([≥>]) (\d+)\/(\d+)$/.exec(asked) ?? [];
      const [, n = 0, d = 1, percent] = /^(\d+)\/(\d+) \(([\d,]+) %\)$/.exec(reached) ?? [];
      return percent === undefined
        ? []
        : [{ sign, goal: [Number(a), Number(b)], is: [Number(n), Number(d)], percent, state }];
    });
    expect(counted.length).toBeGreaterThan(5);
    for (const {
      sign,
      goal: [a = 0, b = 1],
      is: [n = 0, d = 1],
      percent,
      state,
    } of counted) {
      expect(percent).toBe((Math.floor((n * 10_000) / d) / 100).toFixed(2).replace('.', ','));
      const isMet = sign === '≥' ? n * b >= a * d : n * b > a * d;
      expect([n, d, ['đạt', 'có nguy cơ'].includes(state ?? '')]).toEqual([n, d, isMet]);
    }
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
