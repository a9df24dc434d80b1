import { CATALOGUE_PREFIXES } from '#catalogue';
import { OVERSIGHT_PREFIXES } from '#oversight';
import { canonicalHash } from '#event-store';
import { readAhead } from '#read-store';
import { StreamCorrupt, type EventStore, type Position, type Recorded } from '#kernel';
import { LEDGER_STREAM, type LedgerSealed } from './ledger.events.js';

/** Every stream of the engine: what the ledger covers. */
export const COVERED_PREFIXES = [...CATALOGUE_PREFIXES, ...OVERSIGHT_PREFIXES, 'dossier-', 'numbering-', LEDGER_STREAM];

/** An event as the log keeps it, wherever it stands. */
type Kept = Pick<Recorded, 'stream' | 'revision' | 'id' | 'type' | 'v' | 'data'> & {
  readonly meta: { readonly hash?: string };
};

/** The hash that an event bears; of a number, whose stream is not chained, the hash that it would bear. */
export function hashOf({ stream, revision, id, type, v, data, meta }: Kept): string {
  return meta.hash ?? canonicalHash({ stream, revision, id, type, v, data, meta });
}

export type Entry = Recorded<LedgerSealed>;

const isEntry = (event: Recorded): event is Entry => event.type === 'LedgerSealed' && event.v === 1;

/** The last entry of the ledger; null while it has none. @throws StreamCorrupt when something else stands in its place */
export async function lastEntry(log: EventStore): Promise<Entry | null> {
  for await (const event of log.read(LEDGER_STREAM, { direction: 'backwards', limit: 1 })) return asEntry(event);
  return null;
}

/** Entries of the ledger in order, from a number on. */
export async function* entriesFrom(log: EventStore, from: number): AsyncGenerator<Entry, void, undefined> {
  for await (const event of log.read(LEDGER_STREAM, { from })) yield asEntry(event);
}

function asEntry(event: Recorded): Entry {
  if (!isEntry(event)) throw new StreamCorrupt(LEDGER_STREAM, event.revision, event.revision);
  return event;
}

/** Where the last event that an entry covers stands in the log; null for the log's start. */
export async function endOf(log: EventStore, entry: Entry | null): Promise<Position | null> {
  if (entry === null) return null;
  const { stream, revision } = entry.data.last;
  for await (const event of log.read(stream, { from: revision, limit: 1 })) return event.position;
  throw new StreamCorrupt(stream, revision, -1);
}

/**
 * All events behind a position by the batch, until nothing more waits; what comes meanwhile may be among them. The next
 * batch is read while one is gone through.
 */
export async function* batchesAfter(
  log: EventStore,
  after: Position | null,
): AsyncGenerator<readonly Recorded[], void, undefined> {
  const ending = new AbortController();
  try {
    for await (const batch of readAhead(log, { prefixes: COVERED_PREFIXES, after, signal: ending.signal })) {
      yield batch.events;
      if (batch.caughtUp) return;
    }
  } finally {
    ending.abort();
  }
}

/** The same event by event. */
export async function* eventsAfter(log: EventStore, after: Position | null): AsyncGenerator<Recorded, void, undefined> {
  for await (const events of batchesAfter(log, after)) yield* events;
}
