import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Proposed } from '#kernel';

/** An event with the hash that binds it to its place in its stream, and with that of the event before it. */
export function chained(event: Proposed, stream: string, revision: number, previousHash: string | null): Proposed {
  const { id, type, v, data, meta: bare } = event;
  const meta = { ...bare, previousHash };
  return { ...event, meta: { ...meta, hash: canonicalHash({ stream, revision, id, type, v, data, meta }) } };
}

/** SHA-256 over the canonical JSON (RFC 8785). */
export const canonicalHash = (value: object): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
