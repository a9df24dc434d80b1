import { fieldNamed } from '#catalogue';
import { Refusal } from '#kernel';
import type { Mapping } from './successor-rule.js';

const MOST = 10_000;
const LONGEST = 200;

export const NO_MAPPING: Mapping = { centres: new Map(), procedures: new Map(), fields: new Map() };

/**
 * Bảng phân chia hồ sơ: `{"centres": {"H27.31.1": "H27.111"}, "procedures": {…}, "fields": {…}}`, each part optional.
 * @throws Refusal `invalid-input` naming what is wrong
 */
export function mappingFrom(file: unknown): Mapping {
  const parts = entriesOf(file, 'mapping');
  const unknown = parts.find(([name]) => !Object.hasOwn(NO_MAPPING, name));
  if (unknown !== undefined) throw invalid(unknown[0]);
  const given = new Map(parts);
  const part = (name: keyof Mapping) => (given.has(name) ? codes(given.get(name), name) : NO_MAPPING[name]);
  const fields = new Map([...part('fields')].map(([field, code]) => [fieldNamed(field), code]));
  if (fields.size < part('fields').size) throw invalid('fields: one in two encodings');
  return { centres: part('centres'), procedures: part('procedures'), fields };
}

function codes(value: unknown, at: string): ReadonlyMap<string, string> {
  const entries = entriesOf(value, at);
  return new Map(
    entries.map(([key, code]) => {
      if (typeof code !== 'string' || code.length > LONGEST || key.length > LONGEST) throw invalid(`${at}.${key}`);
      return [key, code];
    }),
  );
}

function entriesOf(value: unknown, at: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(at);
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length > MOST) throw invalid(at);
  return entries;
}

const invalid = (at: string) => new Refusal('invalid-input', null, { at: at.slice(0, LONGEST) });
