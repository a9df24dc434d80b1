import type { Event, Position, Proposed, Recorded } from './event.js';

/** `none`: the stream must not exist; `any`: whatever its revision; a number: exactly that last revision. */
export type ExpectedRevision = 'none' | 'any' | number;

/** Where the last event of an append came to stand. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
}

export interface ReadOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** First revision to answer, inclusive; the default is the start (forwards) or the end (backwards). */
  readonly from?: number;
  /** At most this many events. */
  readonly limit?: number;
}

/** A piece of the log in its order; `caughtUp` when nothing more was waiting behind it. It may hold no event. */
export interface Batch<E extends Event = Event> {
  readonly events: readonly Recorded<E>[];
  readonly caughtUp: boolean;
}

export interface SubscribeOptions {
  /** Only streams whose names begin with one of these. */
  readonly prefixes: readonly string[];
  /** Exclusive; from the start of the log when absent. */
  readonly after?: Position | null;
  /** At most this many events a batch; 500 by default. */
  readonly batchSize?: number;
  /**
   * Only events of these types are read with their personal text; of all by default. In the others a place stands where
   * each text was, and nothing may be made of it: who needs none spares every reader the keys.
   */
  readonly personal?: readonly string[];
  /** How long live events may be gathered into one batch; a reader in no hurry spares the store. At once by default. */
  readonly gatherMs?: number;
  /** A long way to go, and no hurry: pages may be shared with others of this process that read the same stretch alike. */
  readonly shared?: boolean;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
}

export interface StoreHealth {
  readonly ok: boolean;
  /** What a person needs to know: the technology, the error, or how far readers are held back. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** The log of all events; the one place that is written. Both adapters pass one contract suite. */
export abstract class EventStore {
  /** The bytes that one append may hold in all; the adapter refuses with `AppendTooLarge` before sending. */
  abstract readonly maxAppendBytes: number;

  /**
   * Appends all events or none.
   * The same ids again at the same exact revision (or `none`) are answered as the first time; with `any` they are not
   * protected, so the caller looks first; and it may be lost with the server until a later append at an exact revision
   * was answered. An empty append is a programming error.
   * @throws RevisionConflict when the expectation does not hold; AppendTooLarge; StoreUnavailable.
   */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended>;

  /** The stream's events; nothing at all for a stream that does not exist. A gap in revisions throws `StreamCorrupt`. */
  abstract read(stream: string, options?: ReadOptions): AsyncIterable<Recorded>;

  /**
   * Everything after a position, then what comes live, without gap, doubling or disorder within a stream; survives the
   * server's absence by itself. The next batch is fetched only when the last was taken.
   */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<Batch>;

  abstract health(): Promise<StoreHealth>;
  abstract close(): Promise<void>;
}

/** The stream is not at the expected revision. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'none',
  ) {
    super(`stream ${stream} is at revision ${actual}, expected ${expected}`);
    this.name = 'RevisionConflict';
  }
}

/** The events of one append are larger than the store takes. */
export class AppendTooLarge extends Error {
  constructor(
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`an append of ${bytes} bytes exceeds the store's limit of ${maxBytes}`);
    this.name = 'AppendTooLarge';
  }
}

/** The store did not answer; `outcome` tells whether an append may have been written all the same. */
export class StoreUnavailable extends Error {
  constructor(
    readonly outcome: 'not-written' | 'unknown',
    options: { cause: unknown },
  ) {
    super('the event store is not available', options);
    this.name = 'StoreUnavailable';
  }
}

/** The stream's events are not 0, 1, 2…: something removed or hid part of its history. */
export class StreamCorrupt extends Error {
  constructor(
    readonly stream: string,
    readonly expectedRevision: number,
    readonly foundRevision: number,
  ) {
    super(`stream ${stream}: revision ${expectedRevision} is missing, found ${foundRevision}`);
    this.name = 'StreamCorrupt';
  }
}
