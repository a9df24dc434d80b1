import { notation } from '../../docs/generate/events.js';
import { articleByArticle } from '../../docs/generate/law/article-by-article.js';
import { CHAPTER_2 } from '../../docs/generate/law/chapter-2.js';
import { CHAPTER_3 } from '../../docs/generate/law/chapter-3.js';
import { binds, free, later } from '../../docs/generate/law/clause.js';
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

describe('chapters II and III, article by article', () => {
  const articles = [...CHAPTER_2, ...CHAPTER_3];
  const without = (number: number) => articles.filter((article) => article.number !== number);
  const saying = (...list: readonly ReturnType<typeof binds>[]) =>
    articleByArticle([rule], [], [...without(13), { number: 13, heading: 'Bố trí trụ sở', clauses: 2, list }]).faults;
  const about13 = (faults: readonly string[]) => faults.filter((fault) => fault.startsWith('ND118-2025/13'));
  const premises = free('13.1', 'vị trí thuận tiện', 'premises');
  const once = binds('13.2', 'Trang thiết bị', 'it is once', 'once', rule.path);

  it('miss no article and no clause', () => {
    expect(articles.map(({ number }) => number)).toEqual(articles.map((_, at) => 7 + at));
    expect(articleByArticle([rule], [], without(19)).faults).toContain('ND118-2025/19: not in the list of articles');
    expect(about13(saying(premises))).toEqual(['ND118-2025/13.2: nothing is said of it']);
    expect(about13(saying(premises, later('13.2', '', ''), free('13.3', '', '')))).toEqual([
      'ND118-2025/13.3: there is no such clause',
    ]);
  });

  it('find a binding clause that no test names with what is done about it', () => {
    const untested = ['ND118-2025/13.2: no test names it and once'];
    expect(about13(saying(premises, once))).toEqual(untested);
    const tested = (text: string) => {
      const article = { number: 13, heading: 'Bố trí trụ sở', clauses: 2, list: [premises, once] };
      return about13(articleByArticle([rule], [spec('test/law/a.spec.ts', text)], [...without(13), article]).faults);
    };
    expect(tested("it('ND118-2025/13.2', () => once());")).toEqual([]);
    expect(tested("it('ND118-2025/13.21', () => once());")).toEqual(untested);
    expect(tested("it('ND118-2025/13.2', () => at_once());")).toEqual(untested);
  });

  it('find a binding clause whose rule is not where it is said to be', () => {
    const gone = binds('13.2', '', '', 'twice', rule.path);
    expect(about13(saying(premises, gone))).toContain(`ND118-2025/13.2: ${rule.path} does not name twice`);
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
