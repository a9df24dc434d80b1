import { eventSchema, integer, nullable, plain, record, type EventOf } from '#kernel';

/**
 * Niêm sổ: the events since the entry before, as the root of a Merkle tree (RFC 6962) over their hashes, signed with
 * Ed25519. The range is named by its last event and its count, never by positions, which a restored log renumbers.
 */
export const LedgerSealed = eventSchema('LedgerSealed', 1, 'niêm sổ sự kiện trong ngày', {
  /** Number of the entry: its revision. */
  entry: integer,
  /** The Vietnamese day of the last event covered. */
  day: plain,
  sealedAt: plain,
  count: integer,
  /** Events since the log began. */
  total: integer,
  last: record({ stream: plain, revision: integer, hash: plain }),
  root: plain,
  /** Hash of the entry before. */
  previous: nullable(plain),
  /** Fingerprint of the public key. */
  key: plain,
  /** Over the canonical JSON of everything above but the key. */
  signature: plain,
});
export type LedgerSealed = EventOf<typeof LedgerSealed>;

/** All events of the stream `ledger`. */
export const ledgerEvents = { LedgerSealed } as const;

export const LEDGER_STREAM = 'ledger';
