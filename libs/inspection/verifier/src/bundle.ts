import { broken, Broken } from './fault.js';
import { entryOf, isSigned, LEDGER, type LedgerEntry, type TrustedKeys } from './ledger-entry.js';
import type { KnownHead } from './log-verifier.js';
import { leafOf, rootFrom } from './merkle.js';
import { digestOf, isRecord, isStoredEvent, type StoredEvent } from './stored-event.js';

export const BUNDLE_FORMAT = 'dung-hen-bundle-1';

/** That an event is among those of a ledger entry. */
export interface Proof {
  readonly stream: string;
  readonly revision: number;
  readonly entry: number;
  readonly index: number;
  readonly path: readonly string[];
}

/** What was exported of one dossier: its events as the log keeps them, and what proves each of them. */
export interface Bundle {
  /** Signed as a whole, so that nothing is left out of the bundle. */
  readonly statement: {
    readonly format: typeof BUNDLE_FORMAT;
    readonly code: string;
    readonly exportedAt: string;
    /** `entry`: the ledger entry that covers the event; null where none did yet. */
    readonly events: readonly {
      readonly stream: string;
      readonly revision: number;
      readonly hash: string;
      readonly entry: number | null;
    }[];
    readonly head: KnownHead | null;
  };
  readonly key: string;
  readonly signature: string;
  readonly events: readonly StoredEvent[];
  /** Entries of the ledger without a gap, from the first that covers one of the events to the head. */
  readonly ledger: readonly StoredEvent[];
  readonly proofs: readonly Proof[];
}

export interface BundleSummary {
  readonly code: string;
  readonly events: number;
  readonly proven: number;
  /** Not yet in the ledger when the bundle was exported. */
  readonly uncovered: readonly { readonly stream: string; readonly revision: number }[];
  readonly head: KnownHead | null;
}

const isPlace = (value: unknown): boolean =>
  isRecord(value) && typeof value['stream'] === 'string' && Number.isSafeInteger(value['revision']);

function isBundle(value: unknown): value is Bundle {
  if (!isRecord(value)) return false;
  const { statement, events, ledger, proofs } = value;
  return (
    isRecord(statement) &&
    [statement['events'], events, ledger, proofs].every(Array.isArray) &&
    [events, ledger].every((list) => Array.isArray(list) && list.every(isStoredEvent)) &&
    [statement['events'], proofs].every((list) => Array.isArray(list) && list.every(isPlace)) &&
    Array.isArray(proofs) &&
    proofs.every((proof) => isRecord(proof) && Array.isArray(proof['path']))
  );
}

/** The bundle in a text. @throws SyntaxError for what is none */
export function readBundle(text: string): Bundle {
  const value: unknown = JSON.parse(text);
  if (!isBundle(value)) throw new SyntaxError('this is no bundle of a dossier');
  return value;
}

/** @throws Broken naming the first event that does not hold, or the bundle itself; anything else for what is no bundle */
export function verifyBundle(bundle: Bundle, trusted: TrustedKeys): BundleSummary {
  const { statement, events, ledger, proofs } = bundle;
  const whole = { stream: 'bundle', revision: 0 };
  if (statement.format !== BUNDLE_FORMAT) throw broken(whole, `not a bundle of the format ${BUNDLE_FORMAT}`);
  if (!trusted.has(bundle.key)) throw broken(whole, `the bundle is signed by ${bundle.key}, which is not trusted`);
  if (!isSigned(statement, bundle.key, bundle.signature, trusted))
    throw broken(whole, 'the signature of the bundle does not hold');
  if (events.length !== statement.events.length)
    throw broken(whole, `the bundle was signed over ${statement.events.length} events and holds ${events.length}`);
  const digests = chainOf(events);
  for (const [at, { stream, revision, hash }] of statement.events.entries()) {
    const event = events[at];
    if (event?.stream !== stream || event.revision !== revision || digests[at] !== hash)
      throw broken({ stream, revision }, 'the bundle was signed over another event in this place');
  }
  const entries = ledgerOf(ledger, statement.head, trusted);
  const uncovered = statement.events.filter(({ entry }) => entry === null);
  for (const [at, event] of events.entries()) {
    const entry = statement.events[at]?.entry ?? null;
    if (entry !== null) mustBeIn(entry, event, digests[at] ?? '', proofs, entries);
  }
  return {
    code: statement.code,
    events: events.length,
    proven: events.length - uncovered.length,
    uncovered: uncovered.map(({ stream, revision }) => ({ stream, revision })),
    head: statement.head,
  };
}

/** Each stream from its first event; the number that the code was taken from stands alone. */
function chainOf(events: readonly StoredEvent[]): readonly string[] {
  const heads = new Map<string, { readonly revision: number; readonly digest: string }>();
  return events.map((event) => {
    const digest = digestOf(event);
    if (event.stream.startsWith('numbering-')) return digest;
    const before = heads.get(event.stream);
    if (event.revision !== (before?.revision ?? -1) + 1) throw broken(event, 'an event was dropped, doubled or moved');
    if (event.meta.hash !== digest) throw broken(event, 'the event is not what its hash says');
    if (event.meta.previousHash !== (before?.digest ?? null))
      throw broken(event, 'the event does not follow the one before it');
    heads.set(event.stream, { revision: event.revision, digest });
    return digest;
  });
}

function ledgerOf(
  ledger: readonly StoredEvent[],
  head: KnownHead | null,
  trusted: TrustedKeys,
): ReadonlyMap<number, LedgerEntry> {
  const entries = new Map<number, LedgerEntry>();
  let before: { readonly revision: number; readonly digest: string } | null = null;
  for (const event of ledger) {
    const digest = digestOf(event);
    if (event.stream !== LEDGER || event.meta.hash !== digest)
      throw broken(event, 'the event is not what its hash says');
    if (before !== null && (event.revision !== before.revision + 1 || event.meta.previousHash !== before.digest))
      throw broken(event, 'the ledger entry does not follow the one before it');
    entries.set(event.revision, entryOf(event, trusted));
    before = { revision: event.revision, digest };
  }
  if ((head?.entry ?? null) !== (before?.revision ?? null) || (head?.hash ?? null) !== (before?.digest ?? null))
    throw broken({ stream: LEDGER, revision: head?.entry ?? 0 }, 'the ledger of the bundle does not end with its head');
  return entries;
}

/** @throws Broken when no proof leads from the event to the entry's root */
function mustBeIn(
  number: number,
  event: StoredEvent,
  digest: string,
  proofs: readonly Proof[],
  entries: ReadonlyMap<number, LedgerEntry>,
): void {
  const proof = proofs.find(({ stream, revision }) => stream === event.stream && revision === event.revision);
  const entry = entries.get(number);
  if (proof === undefined || entry === undefined || proof.entry !== number)
    throw broken(event, `the bundle lacks the proof that ledger entry ${number} covers it`);
  if (rootFrom(leafOf(digest), proof.index, entry.count, proof.path) !== entry.root)
    throw broken(event, `the proof does not lead to the root of ledger entry ${number}`);
}

export { Broken };
