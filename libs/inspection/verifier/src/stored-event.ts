import { createHash, hash } from 'node:crypto';
import canonicalize from 'json-canon';

/** An event as the log keeps it, ciphertext and all; nothing here depends on what wrote it. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly v: number;
  readonly data: object;
  readonly meta: { readonly previousHash?: string | null; readonly hash?: string };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export const isStoredEvent = (value: unknown): value is StoredEvent =>
  isRecord(value) &&
  [value['stream'], value['id'], value['type']].every((text) => typeof text === 'string') &&
  [value['revision'], value['v']].every(Number.isSafeInteger) &&
  [value['data'], value['meta']].every(isRecord);

/** SHA-256 over the canonical JSON (RFC 8785) of the event without the hash that it states itself. */
export function digestOf({ stream, revision, id, type, v, data, meta }: StoredEvent): string {
  const { hash: _stated, ...rest } = meta;
  return hash('sha256', canonicalize({ stream, revision, id, type, v, data, meta: rest }), 'hex');
}

export const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return hash('sha256', only, 'buffer');
  const hashing = createHash('sha256');
  for (const part of parts) hashing.update(part);
  return hashing.digest();
};
