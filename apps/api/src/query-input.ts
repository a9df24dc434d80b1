import { Refusal } from '#kernel';
import { bounded } from './input.js';

const LONGEST = 200;
const PAGE = { usual: 20, most: 100 };

const invalid = (at: string) => new Refusal('invalid-input', null, { at });

/** A text of the query; undefined when it is absent or empty. @throws Refusal `invalid-input` */
export function words(name: string, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(`${name}: once only`);
  if (value.length > LONGEST) throw invalid(`${name}: at most ${LONGEST} characters`);
  bounded(value, name);
  return value;
}

/** One of the values that are known. @throws Refusal `invalid-input` */
export function chosen<const T extends string>(name: string, value: unknown, values: readonly T[]): T | undefined {
  const text = words(name, value);
  const found = values.find((known) => known === text);
  if (text !== undefined && found === undefined) throw invalid(`${name}: ${values.join(' | ')} expected`);
  return found;
}

/** @throws Refusal `invalid-input` */
export function yesOrNo(name: string, value: unknown): boolean | undefined {
  const found = chosen(name, value, ['true', 'false']);
  return found === undefined ? undefined : found === 'true';
}

/** How many rows a page has: 20 unless asked otherwise, at most 100. @throws Refusal `invalid-input` */
export function pageSize(value: unknown): number {
  const text = words('limit', value);
  if (text === undefined) return PAGE.usual;
  const size = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (size < 1 || size > PAGE.most) throw invalid(`limit: 1 to ${PAGE.most}`);
  return size;
}
