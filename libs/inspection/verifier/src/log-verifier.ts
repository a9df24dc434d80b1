import { broken } from './fault.js';
import { entryOf, LEDGER, type LedgerEntry, type TrustedKeys } from './ledger-entry.js';
import { Leaves, leafOf } from './merkle.js';
import { digestOf, isStoredEvent, type StoredEvent } from './stored-event.js';

/** Streams whose appends name no revision bear no chain: the ledger alone covers them. */
const UNCHAINED = 'numbering-';

/** An entry of the ledger that the verifier holds from elsewhere: printed, sent, anchored. */
export interface KnownHead {
  readonly entry: number;
  readonly hash: string;
}

/** What was found when all holds. */
export interface Summary {
  readonly events: number;
  readonly streams: number;
  readonly entries: number;
  readonly covered: number;
  /** Behind the last entry: nobody could tell if one of these were cut off. */
  readonly uncovered: readonly { readonly stream: string; readonly revision: number }[];
  readonly head: KnownHead | null;
}

/** Where a stream stands; the one text of its name is kept. */
interface Head {
  readonly stream: string;
  revision: number;
  digest: string;
}

/** Goes through a log in its order, each event once; keeps a hash for each stream and what no entry has covered yet. */
export class LogVerifier {
  private readonly heads = new Map<string, Head>();
  /** What no entry has covered yet: of each event its stream, its revision and its leaf. */
  private readonly streams: string[] = [];
  private readonly revisions: number[] = [];
  private readonly leaves = new Leaves();
  private readonly entries = new Map<number, string>();
  private count = 0;
  private covered = 0;
  private total: number | null;

  /** @param after the last entry of the ledger whose events are not gone through; null where the log is read from its start */
  constructor(
    private readonly trusted: TrustedKeys,
    private readonly after: number | null = null,
  ) {
    this.total = after === null ? 0 : null;
  }

  /** Whether the event before this one is known, or there is none. */
  knows({ stream, revision }: StoredEvent): boolean {
    return revision === 0 || this.heads.has(stream);
  }

  /** An event before those that are gone through: the next of its stream must follow it. */
  assume(event: StoredEvent): void {
    this.move(this.heads.get(event.stream), event, digestOf(event));
  }

  /** @throws Broken at the first event that does not hold */
  take(event: StoredEvent): void {
    if (!isStoredEvent(event)) throw broken({ stream: 'log', revision: this.count }, 'this is no event');
    const { stream, revision, meta } = event;
    const before = this.heads.get(stream);
    const expected = before === undefined ? 0 : before.revision + 1;
    if (revision !== expected)
      throw broken(event, `revision ${expected} of the stream was to come: an event was dropped, doubled or moved`);
    const digest = digestOf(event);
    if (!stream.startsWith(UNCHAINED)) {
      if (meta.hash !== digest) throw broken(event, 'the event is not what its hash says');
      if (meta.previousHash !== (before?.digest ?? null))
        throw broken(event, 'the event does not follow the one before it');
    }
    const head = this.move(before, event, digest);
    this.count += 1;
    if (stream === LEDGER) {
      const entry = entryOf(event, this.trusted);
      // An entry that was written late stands among the events of a later day.
      if (revision > (this.after ?? -1)) this.cover(event, entry);
    }
    this.streams.push(head.stream);
    this.revisions.push(revision);
    this.leaves.push(leafOf(digest));
  }

  /** @throws Broken when the ledger lacks an entry that the verifier was given */
  end(known: readonly KnownHead[] = []): Summary {
    for (const { entry, hash } of known) {
      const found = this.entries.get(entry);
      if (found === undefined)
        throw broken({ stream: LEDGER, revision: entry }, 'the ledger lacks this entry: its end was cut off');
      if (found !== hash)
        throw broken({ stream: LEDGER, revision: entry }, 'the ledger holds another entry in this place');
    }
    const last = [...this.entries].at(-1);
    return {
      events: this.count,
      streams: this.heads.size,
      entries: this.entries.size,
      covered: this.covered,
      uncovered: this.streams.map((stream, at) => ({ stream, revision: this.revisions[at] ?? 0 })),
      head: last === undefined ? null : { entry: last[0], hash: last[1] },
    };
  }

  private move(head: Head | undefined, { stream, revision }: StoredEvent, digest: string): Head {
    if (head === undefined) {
      const first = { stream, revision, digest };
      this.heads.set(stream, first);
      return first;
    }
    head.revision = revision;
    head.digest = digest;
    return head;
  }

  private cover(at: StoredEvent, { count, total, last, root }: LedgerEntry): void {
    if (count < 1) throw broken(at, 'the entry covers no event');
    if (this.leaves.count < count)
      throw broken(at, `the entry covers ${count} events, and the log holds ${this.leaves.count} of them`);
    const [stream, revision] = [this.streams[count - 1], this.revisions[count - 1]];
    if (stream !== last.stream || revision !== last.revision || this.leaves.at(count - 1) !== leafOf(last.hash))
      throw broken(
        at,
        `the entry ends with ${last.stream} ${last.revision}, and the log there with ${stream} ${revision}`,
      );
    if (this.leaves.rootOf(count) !== root)
      throw broken(
        at,
        `the ${count} events up to ${last.stream} ${last.revision} are not those that were sealed, or not in their order`,
      );
    if (this.total !== null && this.total + count !== total)
      throw broken(at, `the entry counts ${total} events since the log began`);
    this.total = total;
    this.covered += count;
    this.streams.splice(0, count);
    this.revisions.splice(0, count);
    this.leaves.drop(count);
    this.entries.set(at.revision, at.meta.hash ?? '');
  }
}
