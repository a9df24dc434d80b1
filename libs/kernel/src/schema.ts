import type { Event } from './event.js';

/**
 * Shapes of event data. There is no plain "string": text is `plain` or `personal`, so an unmarked one does not compile.
 */
export type Shape =
  | { readonly is: 'text'; readonly personal: boolean }
  | { readonly is: 'integer' | 'number' | 'flag' }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape }
  | { readonly is: 'optional'; readonly of: Shape }
  | { readonly is: 'nullable'; readonly of: Shape }
  | { readonly is: 'record'; readonly fields: Readonly<Record<string, Shape>> };

type Fields = Readonly<Record<string, Shape>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends { is: 'optional' } ? K : never }[keyof F];

/** The TypeScript type of a shape. */
export type TypeOf<S extends Shape> = S extends { is: 'text' }
  ? string
  : S extends { is: 'integer' | 'number' }
    ? number
    : S extends { is: 'flag' }
      ? boolean
      : S extends { is: 'one-of'; values: readonly (infer V)[] }
        ? V
        : S extends { is: 'list'; of: infer O extends Shape }
          ? readonly TypeOf<O>[]
          : S extends { is: 'optional'; of: infer O extends Shape }
            ? TypeOf<O> | undefined
            : S extends { is: 'nullable'; of: infer O extends Shape }
              ? TypeOf<O> | null
              : S extends { is: 'record'; fields: infer F extends Fields }
                ? { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]> } & {
                    readonly [K in OptionalKeys<F>]?: TypeOf<F[K]>;
                  }
                : never;

/** Text that says nothing about a person: codes, names of procedures and agencies, instants. */
export const plain = { is: 'text', personal: false } as const;
/** Text that is or may hold personal data: names, contacts, every free text, file names. */
export const personal = { is: 'text', personal: true } as const;
/** What personal text reads as once its key was destroyed. */
export const ERASED = '(đã xóa)';
export const integer = { is: 'integer' } as const;
export const number = { is: 'number' } as const;
export const flag = { is: 'flag' } as const;
export const oneOf = <const V extends readonly string[]>(...values: V) => ({ is: 'one-of', values }) as const;
export const list = <const S extends Shape>(of: S) => ({ is: 'list', of }) as const;
export const optional = <const S extends Shape>(of: S) => ({ is: 'optional', of }) as const;
export const nullable = <const S extends Shape>(of: S) => ({ is: 'nullable', of }) as const;
export const record = <const F extends Fields>(fields: F) => ({ is: 'record', fields }) as const;

/** A value of a shape in which every personal text reads as erased. */
export function erased(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.is) {
    case 'text':
      return shape.personal ? ERASED : value;
    case 'optional':
    case 'nullable':
      return erased(shape.of, value);
    case 'list':
      return Array.isArray(value) ? value.map((item) => erased(shape.of, item)) : value;
    case 'record':
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => {
          const field = shape.fields[key];
          return [key, field === undefined ? item : erased(field, item)];
        }),
      );
    default:
      return value;
  }
}

/** An event type of a stream: name, schema number, Vietnamese term and the shape of its data. */
export interface EventSchema<T extends string = string, V extends number = number, F extends Fields = Fields> {
  readonly type: T;
  readonly v: V;
  readonly vi: string;
  readonly shape: { readonly is: 'record'; readonly fields: F };
}

export const eventSchema = <const T extends string, const V extends number, const F extends Fields>(
  type: T,
  v: V,
  vi: string,
  fields: F,
): EventSchema<T, V, F> => ({ type, v, vi, shape: record(fields) });

/** The event type that a schema describes. */
export type EventOf<S> =
  S extends EventSchema<infer T, infer V, infer F> ? Event<T, V, TypeOf<{ is: 'record'; fields: F }>> : never;

/** Where a value departs from a shape: the path and what was expected; null when it conforms. Unknown fields depart. */
export function departs(shape: Shape, value: unknown, path = ''): string | null {
  const no = (expected: string) => `${path === '' ? 'data' : path}: ${expected} expected`;
  switch (shape.is) {
    case 'text':
      return typeof value === 'string' ? null : no('text');
    case 'integer':
      return Number.isSafeInteger(value) ? null : no('integer');
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : no('number');
    case 'flag':
      return typeof value === 'boolean' ? null : no('true or false');
    case 'one-of':
      return typeof value === 'string' && shape.values.includes(value) ? null : no(shape.values.join(' | '));
    case 'optional':
      return value === undefined ? null : departs(shape.of, value, path);
    case 'nullable':
      return value === null ? null : departs(shape.of, value, path);
    case 'list':
      if (!Array.isArray(value)) return no('list');
      for (const [at, item] of value.entries()) {
        const found = departs(shape.of, item, `${path}[${at}]`);
        if (found !== null) return found;
      }
      return null;
    case 'record': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return no('record');
      const unknown = Object.keys(value).find((key) => !Object.hasOwn(shape.fields, key));
      if (unknown !== undefined) return `${path === '' ? '' : `${path}.`}${unknown}: unknown field`;
      for (const [key, field] of Object.entries(shape.fields)) {
        const found = departs(field, (value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`);
        if (found !== null) return found;
      }
      return null;
    }
  }
}
