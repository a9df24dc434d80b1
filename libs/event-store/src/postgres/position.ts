import type { Position } from '#kernel';

const WIDTH = 16;
const LAST_OF_TRANSACTION = '9223372036854775807';

/** A place in the log's order: after everything of this transaction up to this row. */
export interface Place {
  readonly tx: number;
  /** A `bigint` of PostgreSQL, as text. */
  readonly row: string;
}

/** Before everything. */
export const START: Place = { tx: 0, row: '0' };

/** After everything of all transactions below this one. */
export const justBefore = (tx: number): Place => ({ tx: tx - 1, row: LAST_OF_TRANSACTION });

/** Whether one place lies before another. */
export const comesBefore = (one: Place, other: Place): boolean =>
  one.tx < other.tx || (one.tx === other.tx && BigInt(one.row) < BigInt(other.row));

const hex = (number: number) => number.toString(16).padStart(WIDTH, '0');

/** Transaction and row in hexadecimal of a fixed width, so that the order of the text is the order of the log. */
export const printed = (tx: string, row: string): Position => hex(Number(tx)) + hex(Number(row));

/** @throws when the position was not given by a PostgreSQL log. */
export function placeOf(position: Position): Place {
  if (!/^[0-9a-f]{32}$/.test(position)) throw new Error(`${position} is not a position of a PostgreSQL log`);
  return { tx: Number.parseInt(position.slice(0, WIDTH), 16), row: BigInt(`0x${position.slice(WIDTH)}`).toString() };
}
