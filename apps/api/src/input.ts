import { departs, Refusal, type Shape, type TypeOf } from '#kernel';

const MAX_TEXT = 2_000;
const MAX_ITEMS = 100;
const MAX_DEPTH = 10;
const MAX_AMOUNT = 1_000_000_000_000;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u{d800}-\u{dfff}]/u;

const invalid = (at: string) => new Refusal('invalid-input', null, { at });

type Fields = Readonly<Record<string, Shape>>;
type RecordOf<F> = { readonly is: 'record'; readonly fields: F };

/**
 * What came from outside, once it has the shape and is within bounds. A field that may be null may be left out.
 * @throws Refusal `invalid-input` that says where
 */
export function taken<F extends Fields>(shape: RecordOf<F>, value: unknown): TypeOf<RecordOf<F>>;
export function taken(shape: Shape, value: unknown): unknown {
  bounded(value);
  const completed = withNulls(shape, value);
  const departure = departs(shape, completed);
  if (departure !== null) throw invalid(departure);
  return completed;
}

/** Fields that may be null and were left out, as null. */
function withNulls(shape: Shape, value: unknown): unknown {
  if ((shape.is === 'nullable' || shape.is === 'optional') && value !== null) return withNulls(shape.of, value);
  if (shape.is === 'list') return Array.isArray(value) ? value.map((item) => withNulls(shape.of, item)) : value;
  if (shape.is !== 'record' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = Object.entries(value).map(([key, item]) => {
    const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    return [key, field === undefined ? item : withNulls(field, item)];
  });
  const absent = Object.entries(shape.fields).filter(
    ([key, { is }]) => is === 'nullable' && !Object.hasOwn(value, key),
  );
  return Object.fromEntries([...given, ...absent.map(([key]) => [key, null])]);
}

/**
 * Bounds for whatever shape: lengths, amounts, depth, no control characters, names that are not blank.
 * @throws Refusal `invalid-input` that says where
 */
export function bounded(value: unknown, path = '', depth = 0): void {
  if (typeof value === 'string') boundedText(value, path);
  else if (typeof value === 'number') {
    if (value < 0 || value > MAX_AMOUNT) throw invalid(`${path}: out of range`);
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= MAX_DEPTH) throw invalid(`${path}: at most ${MAX_DEPTH} levels`);
    const entries = Object.entries(value);
    if (entries.length > MAX_ITEMS) throw invalid(`${path}: at most ${MAX_ITEMS} items`);
    for (const [key, item] of entries) bounded(item, path === '' ? key : `${path}.${key}`, depth + 1);
  }
}

function boundedText(text: string, path: string): void {
  if (text.length > MAX_TEXT) throw invalid(`${path}: at most ${MAX_TEXT} characters`);
  if (CONTROL.test(text)) throw invalid(`${path}: control character`);
  if (/(^|\.)name$/.test(path) && text.trim() === '') throw invalid(`${path}: empty`);
}
