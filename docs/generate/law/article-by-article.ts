import { cell, link, table, type Page, type Source } from '../sources.js';
import { CHAPTER_2 } from './chapter-2.js';
import { CHAPTER_3 } from './chapter-3.js';
import type { Article, Bearing, Clause } from './clause.js';

const DECREE = 'ND118-2025';
const FIRST = 7;
const LAST = 24;

const TAGS = /\b[A-Z]{2}\d+-\d{4}(?:-[A-Z]+)?\/\d+(?:[.][\p{L}\p{N}]+)*/gu;
const tagOf = ({ at }: Clause): string => `${DECREE}/${at}`;
const tagsIn = (text: string): readonly string[] => text.match(TAGS) ?? [];
const named = (text: string, name: string): boolean => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text);

/** Specs that name both the clause and what the code does about it. */
const testsOf = (clause: Clause, by: string, specs: readonly Source[]): readonly string[] =>
  specs.filter(({ text }) => tagsIn(text).includes(tagOf(clause)) && named(text, by)).map(({ path }) => path);

function faultsOf(clause: Clause, product: readonly Source[], specs: readonly Source[]): readonly string[] {
  const { bearing } = clause;
  if (bearing.is !== 'binds') return [];
  const { by, path } = bearing;
  const code = product.find((source) => source.path === path);
  return [
    ...(code !== undefined && named(code.text, by) ? [] : [`${tagOf(clause)}: ${path} does not name ${by}`]),
    ...(testsOf(clause, by, specs).length > 0 ? [] : [`${tagOf(clause)}: no test names it and ${by}`]),
  ];
}

/** `8.1.d` is of clause 8.1. */
const clauseOf = ({ at }: Clause): string => at.split('.').slice(0, 2).join('.');

function gapsOf(articles: readonly Article[]): readonly string[] {
  const numbers = Array.from({ length: LAST - FIRST + 1 }, (_, at) => FIRST + at);
  return numbers.flatMap((number) => {
    const article = articles.find((one) => one.number === number);
    if (article === undefined) return [`${DECREE}/${number}: not in the list of articles`];
    const clauses = Array.from({ length: article.clauses }, (_, at) => `${number}.${at + 1}`);
    const said = article.list.map(clauseOf);
    return [
      ...clauses.filter((at) => !said.includes(at)).map((at) => `${DECREE}/${at}: nothing is said of it`),
      ...said.filter((at) => !clauses.includes(at)).map((at) => `${DECREE}/${at}: there is no such clause`),
    ];
  });
}

const whatIsDone = (bearing: Bearing): string => {
  switch (bearing.is) {
    case 'binds':
      return bearing.does;
    case 'free':
      return `_does not bind the engine:_ ${bearing.why}`;
    case 'later':
      return `_not yet:_ ${bearing.what}`;
  }
};

function rowOf(clause: Clause, specs: readonly Source[]): readonly string[] {
  const { at, quote, bearing } = clause;
  const tests = bearing.is === 'binds' ? testsOf(clause, bearing.by, specs).map((path) => link(path)) : [];
  const rule = bearing.is === 'binds' ? link(bearing.path, `\`${bearing.by}\``) : '–';
  return [`\`${at}\``, cell(quote), cell(whatIsDone(bearing)), rule, tests.join('<br>') || '–'];
}

/** Chapters II and III, article by article: what each clause asks of the engine, and the test that says so. */
export function articleByArticle(
  product: readonly Source[],
  specs: readonly Source[],
  articles: readonly Article[] = [...CHAPTER_2, ...CHAPTER_3],
): Page {
  const sections = articles.map(
    ({ number, heading, list }) => `### Điều ${number}. ${heading}

${table(
  ['Khoản', 'Words', 'The engine', 'By', 'Tests'],
  list.map((clause) => rowOf(clause, specs)),
)}`,
  );
  return {
    text: `## Chapters II and III, article by article

Every clause of Articles ${FIRST} to ${LAST}: what the engine does about it and the tests that name it, or why it does not bind the
engine, or what is not there yet. A binding clause without a test, or a clause that is missing, fails the check.

${sections.join('\n\n')}
`,
    faults: [
      ...gapsOf(articles),
      ...articles.flatMap(({ list }) => list.flatMap((one) => faultsOf(one, product, specs))),
    ],
  };
}
