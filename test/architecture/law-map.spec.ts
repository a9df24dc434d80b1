import { notation } from '../../docs/generate/events.js';
import { mapLaw } from '../../docs/generate/law-map.js';
import { countedBy } from '../../docs/generate/read-models.js';

const rule = {
  path: 'libs/law/src/nd118-2025/article-19-6-once.ts',
  text: '/**\n * At most once. And more.\n * @law ND118-2025/19.6\n */\nexport function once(): void {}\n',
};
const spec = (path: string, text: string) => ({ path, text });

describe('the law map', () => {
  it('lists the rule with its article, its first sentence and its tests', () => {
    const page = mapLaw([rule], [spec('test/law/article-19.spec.ts', "it('ND118-2025/19.6', () => once());")]);
    expect(page.faults).toEqual([]);
    expect(page.text).toContain(
      '| `ND118-2025/19.6` | At most once. | `once` | [libs/law/src/nd118-2025/article-19-6-once.ts](../libs/law/src/nd118-2025/article-19-6-once.ts) | [test/law/article-19.spec.ts](../test/law/article-19.spec.ts) |',
    );
  });

  const untested =
    'libs/law/src/nd118-2025/article-19-6-once.ts: no test in test/law or beside it names once and ND118-2025/19.6';

  it.each([
    ['no test at all', []],
    ['a test of another article', [spec('test/law/article-19.spec.ts', "it('ND118-2025/19.61', () => once());")]],
    ['a test of another rule', [spec('test/law/article-19.spec.ts', "it('ND118-2025/19.6', () => twice());")]],
    ['a test somewhere else', [spec('libs/dossier/src/a.spec.ts', "it('ND118-2025/19.6', () => once());")]],
  ])('finds a rule with %s', (_, specs) => {
    expect(mapLaw([rule], specs).faults).toEqual([untested]);
  });

  it('takes the test beside the rule', () => {
    const beside = spec('libs/law/src/nd118-2025/article-19.spec.ts', "it('ND118-2025/19.6', () => once());");
    expect(mapLaw([rule], [beside]).faults).toEqual([]);
  });

  it('shows an article that only a refusal names', () => {
    const quoting = { path: 'libs/dossier/src/a.ts', text: "throw new Refusal('not-in-state', 'ND118-2025/17.1');" };
    expect(mapLaw([rule, quoting], []).text).toContain('| `ND118-2025/17.1` | [libs/dossier/src/a.ts]');
  });
});

describe('the page of events', () => {
  it('marks personal text wherever it stands', () => {
    const shape = { is: 'list', of: { is: 'nullable', of: { is: 'text', personal: true } } } as const;
    expect(notation(shape)).toBe('list of (text* | null)');
  });

  it('counts an event for a read model only where the fold does something with it', () => {
    const text = `export function register(row: Row | null, event: E): Row | null {
      switch (event.type) {
        case 'A': return { ...row };
        case 'B': case 'C': return row;
        case 'E': return null;
        case 'D': { return row && { ...row, d: 1 }; }
      }
    }`;
    expect([...countedBy({ path: 'register.fold.ts', text })]).toEqual(['A', 'D']);
  });
});
