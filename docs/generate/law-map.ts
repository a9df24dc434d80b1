import ts from 'typescript';
import { articleByArticle } from './law/article-by-article.js';
import { cell, isProduct, isSpec, link, sources, table, type Page, type Source } from './sources.js';

/** E.g. `ND118-2025/19.6` or `ND118-2025/16.1.b`. */
const TAG = /\b[A-Z]{2}\d+-\d{4}(?:-[A-Z]+)?\/\d+(?:[.]\w+)*/g;

/** An exported function or constant that carries an article. */
export interface LawRule {
  readonly tag: string;
  readonly name: string;
  readonly meaning: string;
  readonly path: string;
}

const firstSentence = (text: string): string => /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;

const commentOf = (comment: ts.JSDoc['comment']): string => ts.getTextOfJSDocComment(comment) ?? '';

const namesOf = (statement: ts.Statement): readonly string[] => {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isClassDeclaration(statement)
  )
    return statement.name === undefined ? [] : [statement.name.text];
  return [];
};

export function lawRules({ path, text }: Source): readonly LawRule[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return file.statements.flatMap((statement) =>
    ts.getJSDocCommentsAndTags(statement).flatMap((doc) => {
      if (!ts.isJSDoc(doc)) return [];
      const tags = (doc.tags ?? []).filter(({ tagName }) => tagName.text === 'law');
      return tags.flatMap((tag) =>
        (commentOf(tag.comment).match(TAG) ?? []).flatMap((article) =>
          namesOf(statement).map((name) => ({
            tag: article,
            name,
            meaning: firstSentence(commentOf(doc.comment)),
            path,
          })),
        ),
      );
    }),
  );
}

const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** The same lib's specs stand beside a rule; test/law holds one spec an article. */
const beside = (rule: LawRule, spec: Source): boolean =>
  spec.path.startsWith('test/law/') || spec.path.startsWith(`${rule.path.split('/').slice(0, 2).join('/')}/`);

const tags = (source: Source): readonly string[] => source.text.match(TAG) ?? [];
const names = (spec: Source, name: string): boolean => new RegExp(`\\b${name}\\b`).test(spec.text);

/** The map of the law; a rule without a test is a fault. */
export function mapLaw(product: readonly Source[], specs: readonly Source[]): Page {
  const rules = product
    .flatMap(lawRules)
    .sort((a, b) => inOrder(a.tag, b.tag) || inOrder(a.path, b.path) || inOrder(a.name, b.name));
  const carried = new Set(rules.map(({ tag }) => tag));
  const untested = rules.filter(
    (rule) => !specs.some((spec) => beside(rule, spec) && tags(spec).includes(rule.tag) && names(spec, rule.name)),
  );
  const quoted = product.flatMap((source) =>
    [...new Set(tags(source))].filter((tag) => !carried.has(tag)).map((tag) => ({ tag, path: source.path })),
  );
  const without = [...new Set(quoted.map(({ tag }) => tag))].sort(inOrder).map((tag) => [
    `\`${tag}\``,
    quoted
      .filter((quote) => quote.tag === tag)
      .map(({ path }) => link(path))
      .join('<br>'),
  ]);
  const rows = rules.map((rule) => [
    `\`${rule.tag}\``,
    cell(rule.meaning),
    `\`${rule.name}\``,
    link(rule.path),
    specs
      .filter((spec) => tags(spec).includes(rule.tag) && names(spec, rule.name))
      .map(({ path }) => link(path))
      .join('<br>'),
  ]);
  return {
    text: `# Law map

Every rule of law in the code, by article. The tag is the same in the code, in its tests, in the refusal and in the
problem that a person receives: \`grep -r 'ND118-2025/19.6'\` finds them all. Written by \`npm run docs\`.

${table(['Article', 'Rule', 'Name', 'File', 'Tests'], rows)}

## Articles that a refusal or a comment rests on

They have no rule of their own: the state of the dossier says no, and the article says why.

${table(['Article', 'Quoted in'], without)}
`,
    faults: untested.map(({ tag, name, path }) => `${path}: no test in test/law or beside it names ${name} and ${tag}`),
  };
}

/** The rules that the code has, and the clauses that the decree has. */
export function lawMap(): Page {
  const product = ['libs', 'apps'].flatMap((folder) => sources(folder, isProduct));
  const specs = ['libs', 'apps', 'test'].flatMap((folder) => sources(folder, isSpec));
  const [rules, clauses] = [mapLaw(product, specs), articleByArticle(product, specs)];
  return { text: `${rules.text}\n${clauses.text}`, faults: [...rules.faults, ...clauses.faults] };
}
