import { hash } from 'node:crypto';
import canonicalize from 'json-canon';
import { broken } from './fault.js';

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
  typeof value['stream'] === 'string' &&
  typeof value['id'] === 'string' &&
  typeof value['type'] === 'string' &&
  Number.isSafeInteger(value['revision']) &&
  Number.isSafeInteger(value['v']) &&
  isRecord(value['data']) &&
  isRecord(value['meta']);

/**
 * SHA-256 over the canonical JSON (RFC 8785) of the event without the hash that it states itself.
 * @throws Broken when the event has no canonical form
 */
export function digestOf({ stream, revision, id, type, v, data, meta }: StoredEvent): string {
  const { hash: _stated, ...rest } = meta;
  return hash('sha256', canonical({ stream, revision, id, type, v, data, meta: rest }));
}

function canonical(event: StoredEvent): string {
  try {
    return canonicalize(event);
  } catch {
    throw broken(event, 'the event has no canonical form: it holds half a character, or is nested beyond measure');
  }
}
