import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import canonicalize from 'json-canon';
import { broken } from './fault.js';
import type { StoredEvent } from './stored-event.js';

export const LEDGER = 'ledger';

/** What a ledger entry states over its signature. */
export interface LedgerEntry {
  readonly entry: number;
  readonly day: string;
  readonly sealedAt: string;
  /** Events since the entry before. */
  readonly count: number;
  /** Events since the log began. */
  readonly total: number;
  readonly last: { readonly stream: string; readonly revision: number; readonly hash: string };
  readonly root: string;
  /** Hash of the entry before. */
  readonly previous: string | null;
}

/** The keys whose signatures count, by fingerprint. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** SHA-256 of a public key as SubjectPublicKeyInfo. */
export const fingerprintOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** @throws when a text is no public key */
export function trusting(...pems: readonly string[]): TrustedKeys {
  const keys = pems.map((pem) => createPublicKey(pem));
  return new Map(keys.map((key) => [fingerprintOf(key), key]));
}

/** Whether a statement was signed by one of the trusted keys. */
export function isSigned(statement: object, key: unknown, signature: unknown, trusted: TrustedKeys): boolean {
  const signer = typeof key === 'string' ? trusted.get(key) : undefined;
  if (signer === undefined || typeof signature !== 'string') return false;
  const bytes = Buffer.from(signature, 'base64');
  return bytes.toString('base64') === signature && verify(null, Buffer.from(canonicalize(statement)), signer, bytes);
}

/** What an event of the ledger states, once its signature was found to hold. @throws Broken */
export function entryOf(event: StoredEvent, trusted: TrustedKeys): LedgerEntry {
  if (event.type !== 'LedgerSealed' || event.v !== 1) throw broken(event, `${event.type} is no ledger entry`);
  const { key, signature, ...statement }: { readonly key?: unknown; readonly signature?: unknown } = event.data;
  if (!isEntry(statement)) throw broken(event, 'the ledger entry lacks what an entry states');
  if (typeof key === 'string' && !trusted.has(key))
    throw broken(event, `the ledger entry is signed by ${key}, which is not trusted`);
  if (!isSigned(statement, key, signature, trusted))
    throw broken(event, 'the signature of the ledger entry does not hold');
  if (statement.entry !== event.revision) throw broken(event, `the ledger entry says it is number ${statement.entry}`);
  if (statement.previous !== (event.meta.previousHash ?? null))
    throw broken(event, 'the ledger entry names another entry before it');
  return statement;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isEntry(value: object): value is LedgerEntry {
  const { entry, day, sealedAt, count, total, last, root, previous }: { [K in keyof LedgerEntry]?: unknown } = value;
  if (typeof last !== 'object' || last === null) return false;
  const { stream, revision, hash }: { stream?: unknown; revision?: unknown; hash?: unknown } = last;
  return (
    [entry, count, total, revision].every(Number.isSafeInteger) &&
    [day, sealedAt, root, stream, hash].every(isText) &&
    (previous === null || isText(previous))
  );
}
