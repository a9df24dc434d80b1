import type { Day, EventStore, Recorded } from '#kernel';
import { LogVerifier, type KnownHead, type Summary, type TrustedKeys } from '#verifier';
import { batchesAfter, endOf, entriesFrom, type Entry } from './ledger/covered-log.js';

/** What of the log is gone through, and what is known of it from elsewhere. */
export interface Inspection {
  /** Days of ledger entries, inclusive; the whole log without them. */
  readonly from?: Day;
  readonly to?: Day;
  readonly heads?: readonly KnownHead[];
  /** Hears how many events were gone through. */
  readonly onProgress?: (events: number) => void;
}

const EVERY = 10_000;

/**
 * Feeds the log, as it is kept, to the verifier; within days, what the entries of those days cover.
 * @throws Broken at the first event that does not hold
 */
export async function verifyLog(log: EventStore, trusted: TrustedKeys, inspection: Inspection = {}): Promise<Summary> {
  const { from, to, heads = [], onProgress = () => {} } = inspection;
  const { before, last } = await boundsOf(log, from, to);
  const verifier = new LogVerifier(trusted, before?.revision ?? null);
  if ((from ?? to) !== undefined && last === null) return verifier.end(heads);
  let count = 0;
  for await (const events of batchesAfter(log, await endOf(log, before)))
    for (const event of events) {
      if (!verifier.knows(event)) await assumePredecessor(log, verifier, event);
      verifier.take(event);
      if ((count += 1) % EVERY === 0) onProgress(count);
      // What stands between the last event of a range and its entry is of later days.
      if (event.stream === last?.stream && event.revision === last.revision)
        return { ...verifier.end(heads), uncovered: [] };
    }
  return verifier.end(heads);
}

/** The entry before the first of the days, and the last entry of them: the log is read between. */
async function boundsOf(log: EventStore, from: Day | undefined, to: Day | undefined) {
  let before: Entry | null = null;
  let last: Entry | null = null;
  if (from === undefined && to === undefined) return { before, last };
  let previous: Entry | null = null;
  for await (const entry of entriesFrom(log, 0)) {
    const { day } = entry.data;
    const isWithin = (from === undefined || day >= from) && (to === undefined || day <= to);
    if (isWithin && last === null) before = previous;
    if (isWithin) last = entry;
    previous = entry;
  }
  return { before, last };
}

/** In a range that begins later than the stream, the event before the first of the stream is read and hashed. */
async function assumePredecessor(
  log: EventStore,
  verifier: LogVerifier,
  { stream, revision }: Recorded,
): Promise<void> {
  for await (const event of log.read(stream, { from: revision - 1, limit: 1 })) verifier.assume(event);
}
