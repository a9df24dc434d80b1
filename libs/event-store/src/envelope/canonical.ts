import { hash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

/** Keys by UTF-16 code units, numbers and escapes as ECMAScript writes them, no blanks: what RFC 8785 asks for. */
const stringify = configure({ strict: true });
/** How half a character is written, which RFC 8785 refuses; behind an even number of backslashes, or it is text. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** Canonical JSON (RFC 8785). @throws for what has no such form: a number that is not finite, half a character */
export function canonicalJson(value: object): string {
  const text = stringify(value) ?? '';
  if (text.includes('\\ud') && LONE_SURROGATE.test(text)) throw new Error('a lone surrogate has no canonical form');
  return text;
}

/** SHA-256 over the canonical JSON, in hex. */
export const canonicalHash = (value: object): string => hash('sha256', canonicalJson(value));
