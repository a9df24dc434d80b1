/** The errors of the language quote what they were given: a parser its text, a property the value that has none. */
const QUOTING = /^(Syntax|Type|Range|URI|Reference|Eval)Error$/;
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** What PostgreSQL says of itself: connections, rights, resources, locks, shutdown. Of everything else it quotes rows. */
const OF_THE_SERVER = /^(08|25|28|3D|40|53|55|57|58)/;
/** The name that was looked up may be the end of a password that nobody escaped. */
const LOOK_UP = /^(ENOTFOUND|EAI_[A-Z]+)$/;
/** Where in the schema it happened. */
const PLACES = ['table', 'column', 'constraint'] as const;
const LONGEST = 500;
const DEEPEST = 3;

/**
 * What may be told of an error in a log, on a page of health or on a terminal: its name, its code, and its message only
 * where that cannot quote what a person entered.
 */
export function toldOf(error: unknown, depth = 0): string {
  if (!isError(error)) return 'something that is no error was thrown';
  const own = ownWords(error).replaceAll('\u0000', '').slice(0, LONGEST);
  const within: readonly unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error.cause];
  const causes = depth < DEEPEST ? within.filter(isError).map((cause) => toldOf(cause, depth + 1)) : [];
  return causes.length === 0 ? own : `${own} (${causes.join('; ')})`;
}

const FRAME = /^\s+at (.*)$/gm;
const MOST_FRAMES = 12;

/** Where it happened. */
export const framesOf = (error: unknown): readonly string[] =>
  isError(error)
    ? [...(error.stack ?? '').matchAll(FRAME)].slice(0, MOST_FRAMES).flatMap(([, frame]) => frame ?? [])
    : [];

/** By what it bears: an error may come from another realm. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'name' in value && 'message' in value;

function ownWords(error: Error): string {
  const code = textOf(error, 'code');
  if (code !== null && SQLSTATE.test(code) && !OF_THE_SERVER.test(code)) {
    const places = PLACES.flatMap((place) => {
      const name = textOf(error, place);
      return name === null ? [] : [` ${place} ${name}`];
    });
    return `${error.name} ${code}${places.join('')}`;
  }
  if (code !== null && LOOK_UP.test(code)) return `${error.name} ${code}`;
  if (QUOTING.test(error.name)) return code === null ? error.name : `${error.name} ${code}`;
  return error.message === '' ? error.name : `${error.name}: ${error.message}`;
}

function textOf(error: Error, field: string): string | null {
  const value: unknown = Object.getOwnPropertyDescriptor(error, field)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}
