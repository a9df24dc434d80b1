import pg from 'pg';
import type { Proposed, Recorded } from '#kernel';
import { printed, type Place } from './position.js';

/** The columns in the order of `Row`. */
export const COLUMNS = 'stream, revision, id, type, v, data, meta, tx, position';

/** One event as PostgreSQL sends it: every column as text but for what is JSON. */
export type Row = readonly [
  stream: string,
  revision: string,
  id: string,
  type: string,
  v: string,
  data: object,
  meta: Recorded['meta'],
  tx: string,
  position: string,
];

const asText = (value: string) => value;

/** Leaves columns as text but for JSON, of which a page holds no text: what it is read to is all that outlives the row. */
export const AS_TEXT_OR_JSON = {
  getTypeParser: (type: number) => (type === pg.types.builtins.JSON ? JSON.parse : asText),
};

export const recorded = (row: Row): Recorded => ({
  type: row[3],
  v: Number(row[4]),
  data: row[5],
  id: row[2],
  meta: row[6],
  stream: row[0],
  revision: Number(row[1]),
  position: printed(row[7], row[8]),
});

export const placeOfRow = (row: Row): Place => ({ tx: Number(row[7]), row: row[8] });

/** The parameters of one event in an append. */
export type Written = readonly [id: string, type: string, v: number, data: string, meta: string];

export const written = (event: Proposed): Written => [
  event.id,
  event.type,
  event.v,
  JSON.stringify(event.data),
  JSON.stringify(event.meta),
];

/** What an append counts against the limit: all that it sends of its events. */
export function bytesOf(events: readonly Written[]): number {
  let bytes = 0;
  for (const [id, type, , data, meta] of events) {
    bytes += id.length + Buffer.byteLength(type) + Buffer.byteLength(data) + Buffer.byteLength(meta);
  }
  return bytes;
}
