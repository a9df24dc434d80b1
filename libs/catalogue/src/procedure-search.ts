/** Text as it is searched: without marks, in lower case, in words. */
export const searchWords = (text: string): readonly string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/gu, 'd')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((word) => word.replace(/^[.]+|[.]+$/gu, ''))
    .filter((word) => word !== '');

/** What can be found of a procedure. */
export interface Searchable {
  readonly code: string;
  readonly name: string;
}

interface Indexed {
  readonly code: string;
  /** The words of code and name, each behind a space, so that a prefix is found by its space. */
  readonly words: string;
}

/** Where a procedure stands in an answer; smaller first, ties by code. */
export interface Hit {
  readonly code: string;
  readonly rank: number;
}

/** Finds procedures by code and name, with or without marks, by the beginnings of words. */
export class ProcedureIndex {
  private readonly indexed = new Map<string, Indexed>();

  put({ code, name }: Searchable): void {
    this.indexed.set(code, { code: code.toLowerCase(), words: ` ${searchWords(name).join(' ')} ` });
  }

  /** Every word must begin a word of the name, or the code; no words find everything. */
  search(text: string): readonly Hit[] {
    const words = searchWords(text);
    const phrase = ` ${words.join(' ')}`;
    const hits: Hit[] = [];
    for (const [code, entry] of this.indexed)
      if (words.every((word) => entry.words.includes(` ${word}`) || entry.code.startsWith(word)))
        hits.push({ code, rank: rankOf(entry, phrase) });
    return hits.toSorted((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
  }
}

/** The code itself, then a code that begins so, the name that begins so, the words side by side, the words anywhere. */
function rankOf({ code, words }: Indexed, phrase: string): number {
  const text = phrase.slice(1);
  if (text === '') return 0;
  if (code === text) return 0;
  if (code.startsWith(text)) return 1;
  if (words.startsWith(phrase)) return 2;
  return words.includes(`${phrase} `) ? 3 : words.includes(phrase) ? 4 : 5;
}
