import type { Proposed } from '#kernel';
import { canonicalHash } from './canonical.js';

/** An event with the hash that binds it to its place in its stream, and with that of the event before it. */
export function chained(event: Proposed, stream: string, revision: number, previousHash: string | null): Proposed {
  const { id, type, v, data, meta: bare } = event;
  const meta = { ...bare, previousHash };
  return { ...event, meta: { ...meta, hash: canonicalHash({ stream, revision, id, type, v, data, meta }) } };
}
