import { randomUUID } from 'node:crypto';
import { RevisionConflict, vietnamDay, type Clock, type Day, type EventStore, type Meta, type Recorded } from '#kernel';
import { endOf, eventsAfter, hashOf, lastEntry, type Entry } from './covered-log.js';
import { LEDGER_STREAM, type LedgerSealed } from './ledger.events.js';
import { GrowingTree } from './merkle.js';
import type { Signer } from './signer.js';

const ACTOR = { id: 'ledger', role: 'system', agency: null } as const;

/** What the job works on. */
export interface Sealing {
  /** Chained, so that an entry follows the one before it. */
  readonly store: EventStore;
  /** As it is kept: what is sealed is ciphertext. */
  readonly log: EventStore;
  readonly clock: Clock;
  readonly signer: Signer;
}

/** The events of one entry, as far as they were gone through. */
interface Range {
  day: Day;
  readonly tree: GrowingTree;
  last: Recorded;
  /** Whether it holds anything but entries of the ledger. */
  isWorthAnEntry: boolean;
}

/**
 * Niêm sổ: seals what no entry covers yet, an entry for each day up to one, in the order of the log. It may be late by days and run
 * twice, also at the same moment: an entry follows the one before it, so one of two wins and the other begins again.
 * @returns how many entries were written
 */
export async function sealLedger(sealing: Sealing, upTo: Day): Promise<number> {
  let written = 0;
  for (let previous = await lastEntry(sealing.log); ;) {
    const range = await nextRange(sealing.log, previous, upTo);
    if (range === null || !range.isWorthAnEntry) return written;
    if (await appended(sealing, previous, range)) written += 1;
    previous = await lastEntry(sealing.log);
  }
}

/** The events of the next day that is not sealed; null when there is none up to the day. */
async function nextRange(log: EventStore, previous: Entry | null, upTo: Day): Promise<Range | null> {
  let range: Range | null = null;
  for await (const event of eventsAfter(log, await endOf(log, previous))) {
    const day = vietnamDay(event.meta.recordedAt);
    if (day > upTo) break;
    // Entries of the ledger alone are no day.
    if (range !== null && day !== range.day) {
      if (range.isWorthAnEntry) break;
      range.day = day;
    }
    range ??= { day, tree: new GrowingTree(), last: event, isWorthAnEntry: false };
    range.tree.add(hashOf(event));
    range.last = event;
    range.isWorthAnEntry ||= event.stream !== LEDGER_STREAM;
  }
  return range;
}

async function appended({ store, clock, signer }: Sealing, previous: Entry | null, range: Range): Promise<boolean> {
  const now = clock.now();
  const { stream, revision } = range.last;
  const statement = {
    entry: (previous?.revision ?? -1) + 1,
    day: range.day,
    sealedAt: now,
    count: range.tree.count,
    total: (previous?.data.total ?? 0) + range.tree.count,
    last: { stream, revision, hash: hashOf(range.last) },
    root: range.tree.root(),
    previous: previous?.meta.hash ?? null,
  };
  const data = { ...statement, key: signer.key, signature: signer.sign(statement) };
  const event: LedgerSealed = { type: 'LedgerSealed', v: 1, data };
  try {
    await store.append(LEDGER_STREAM, previous?.revision ?? 'none', [
      { ...event, id: randomUUID(), meta: metaAt(now) },
    ]);
    return true;
  } catch (error) {
    if (error instanceof RevisionConflict) return false;
    throw error;
  }
}

const metaAt = (now: string): Meta => ({
  actor: ACTOR,
  recordedAt: now,
  effectiveAt: now,
  correlationId: randomUUID(),
  causationId: null,
  commandId: randomUUID(),
  commandDigest: '',
});
