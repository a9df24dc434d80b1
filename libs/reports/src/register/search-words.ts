const MARKS = /\p{M}/gu;
const WORD = /[\p{L}\p{N}]+/gu;
const LONGEST_WORD = 40;

/** The words of a name without marks and capitals, each once: "Nguyễn Đức An" → nguyen, duc, an. */
export function searchWords(text: string): readonly string[] {
  const bare = text.normalize('NFD').replace(MARKS, '').toLowerCase().replace(/[đð]/g, 'd');
  return [...new Set(bare.match(WORD) ?? [])].map((word) => word.slice(0, LONGEST_WORD));
}

/** The words as PostgreSQL keeps them for search. */
export const asVector = (text: string): string =>
  searchWords(text)
    .map((word) => `'${word}'`)
    .join(' ');

/** Asks for names that have a word beginning with each of these, in any order; null when there is no word. */
export const asQuery = (text: string): string | null => {
  const words = searchWords(text);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
};

/** The digits of a telephone number as dialled within Vietnam: "+84 912 000 001" → 0912000001. */
export const phoneDigits = (text: string): string => text.replace(/\D/g, '').replace(/^(?:00)?84(?=\d{9})/, '0');
