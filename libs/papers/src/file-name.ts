import { isPaperType, PAPER_TYPES } from './content/paper-type.js';

const LONGEST = 150;
/** Control characters, halves of characters, and marks that let a name read backwards. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const RESERVED = /[<>:"|?*]/g;

/** Tên tệp as its sender called it, without folders and what does not print; it names no file of ours. Null when nothing is left. */
export function cleanFileName(given: string): string | null {
  const name = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = name
    .replaceAll(UNPRINTABLE, '')
    .replaceAll(RESERVED, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  return clean === '' ? null : [...clean].slice(-LONGEST).join('');
}

/** Under which name a paper is saved by who downloads it: it ends as its content is, whatever the sender called it. */
export function downloadName(fileName: string | null, type: string): string {
  const endings: readonly string[] = isPaperType(type) ? PAPER_TYPES[type] : [];
  const name = fileName ?? 'giay-to';
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return endings.length === 0 || endings.includes(ending) ? name : `${name}.${endings[0]}`;
}
