import { setTimeout as wait } from 'node:timers/promises';
import { BACKWARDS, END, FORWARDS, NO_STREAM, START } from '@eventstore/db-client';
import { MaxAppendSizeExceededError, StreamDeletedError, StreamNotFoundError } from '@eventstore/db-client';
import { WrongExpectedVersionError } from '@eventstore/db-client';
import type { AppendResult, EventData, EventStoreDBClient, RecordedEvent } from '@eventstore/db-client';
import { AppendTooLarge, EventStore, RevisionConflict, StoreUnavailable, StreamCorrupt, toldOf } from '#kernel';
import type { Appended, Batch, ExpectedRevision, Proposed, ReadOptions, Recorded } from '#kernel';
import type { StoreHealth, SubscribeOptions } from '#kernel';
import { openClient, serverVersion } from './client.js';
import { failureOf, NoAnswer, readFailure, sticksToClient, StreamTombstoned, within } from './failure.js';
import { toPosition } from './position.js';
import { bytesOf, isSystemEvent, toEventData, toRecorded } from './recorded-event.js';
import { follow } from './subscription.js';

/** The server's default; an append of more is refused as a whole. */
const MAX_APPEND_BYTES = 1_048_576;
const ANSWER_WITHIN_MS = 5_000;
const HEALTH_WITHIN_MS = 2_000;
const RETRY_LOST_FOR_MS = 5_000;
const FIRST_RETRY_MS = 20;
const LONGEST_RETRY_MS = 500;
/** Says that no event at all was found where some must be. */
const NOTHING = -1;

export interface EventStoreDbOptions {
  /** How long an append whose answer was lost is repeated before it is reported as unknown; 5 s by default. */
  readonly retryLostAnswersForMs?: number;
}

/** The log in EventStoreDB (23.10 or newer) or KurrentDB. */
export class EventStoreDbEventStore extends EventStore {
  readonly maxAppendBytes = MAX_APPEND_BYTES;
  private readonly closing = new AbortController();
  private readonly clients: EventStoreDBClient[] = [];
  private client: EventStoreDBClient;

  private constructor(
    private readonly url: string,
    private readonly options: EventStoreDbOptions,
  ) {
    super();
    this.client = this.connect();
  }

  /**
   * Opens the log that `esdb://`, `esdb+discover://` or `kurrentdb://` names, and greets the server. It need not answer
   * yet: `health` tells.
   * @throws TypeError when the URL is not one of these.
   */
  static async open(url: string, options: EventStoreDbOptions = {}): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(url, options);
    await serverVersion(store.client).catch(() => {});
    return store;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    if (events.length === 0) throw new TypeError(`an empty append to ${stream}`);
    const data = events.map(toEventData);
    const bytes = data.reduce((sum, event) => sum + bytesOf(event), 0);
    if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(bytes, MAX_APPEND_BYTES);
    try {
      const result = await this.untilAnswered(stream, expected, data);
      return await this.appended(stream, expected, data.length, result);
    } catch (error) {
      throw appendFailure(stream, expected, bytes, error);
    }
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<Recorded, void, undefined> {
    const { direction = FORWARDS, from, limit } = options;
    if (limit !== undefined && limit <= 0) return;
    const continuity = new Continuity(stream, direction, from, limit);
    const reading = this.client.readStream(stream, {
      direction,
      fromRevision: from === undefined ? (direction === FORWARDS ? START : END) : BigInt(from),
      ...(limit === undefined ? {} : { maxCount: limit }),
    });
    reading.on('error', () => {}); // also when nobody iterates any more
    // Only a read that is left resets its call: a server may end a connection, with the appends on it, for many resets.
    let over = false;
    try {
      let last: RecordedEvent | null = null; // of a bounded read: handed out when the call is over, so that nobody leaves it
      for await (const { event } of reading) {
        if (!event) continue;
        continuity.saw(Number(event.revision));
        if (isSystemEvent(event)) continue;
        if (continuity.isFull) last = event;
        else yield toRecorded(event);
      }
      over = true;
      if (last) yield toRecorded(last);
      continuity.ended();
    } catch (error) {
      over ||= error instanceof StreamNotFoundError;
      if (!(error instanceof StreamNotFoundError)) throw readFailure(stream, error);
    } finally {
      if (!over) reading.cancel().catch(() => {});
    }
  }

  subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    if (options.prefixes.length === 0) throw new TypeError('a subscription to no stream');
    const ended = AbortSignal.any([this.closing.signal, ...(options.signal ? [options.signal] : [])]);
    return follow(() => this.client, options, ended);
  }

  async health(): Promise<StoreHealth> {
    const technology = 'EventStoreDB';
    try {
      await within(HEALTH_WITHIN_MS, this.answers());
      return { ok: true, detail: { technology, version: await serverVersion(this.client) } };
    } catch (error) {
      return { ok: false, detail: { technology, error: toldOf(error) } };
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.clients.map((client) => client.dispose()));
  }

  private connect(): EventStoreDBClient {
    const client = openClient(this.url);
    this.clients.push(client);
    return client;
  }

  private async answers(): Promise<void> {
    for await (const event of this.read('health', { direction: BACKWARDS, limit: 1 })) void event;
  }

  /**
   * At an exact revision, and for a stream that must not exist, the same ids are accepted once: an append whose answer
   * was lost is repeated, for a bounded time. At `any` it never is.
   */
  private async untilAnswered(stream: string, expected: ExpectedRevision, data: EventData[]): Promise<AppendResult> {
    const until = Date.now() + (this.options.retryLostAnswersForMs ?? RETRY_LOST_FOR_MS);
    let lost: unknown = null;
    for (let pause = FIRST_RETRY_MS; ; pause = Math.min(2 * pause, LONGEST_RETRY_MS)) {
      try {
        return await this.once(stream, expected, data);
      } catch (error) {
        const failure = failureOf(error);
        if (failure === 'refused') throw error;
        if (failure === 'lost') lost = error;
        if (lost === null) throw new StoreUnavailable('not-written', { cause: error });
        if (expected === 'any' || this.closing.signal.aborted || Date.now() + pause > until)
          throw new StoreUnavailable('unknown', { cause: lost });
      }
      await wait(pause);
    }
  }

  private async once(stream: string, expected: ExpectedRevision, data: EventData[]): Promise<AppendResult> {
    const client = this.client;
    const expectedRevision = typeof expected === 'number' ? BigInt(expected) : expected === 'none' ? NO_STREAM : 'any';
    try {
      return await within(ANSWER_WITHIN_MS, client.appendToStream(stream, data, { expectedRevision }));
    } catch (error) {
      if (client === this.client && (sticksToClient(error) || error instanceof NoAnswer)) this.client = this.connect();
      throw error;
    }
  }

  private async appended(
    stream: string,
    expected: ExpectedRevision,
    count: number,
    { nextExpectedRevision, position }: AppendResult,
  ): Promise<Appended> {
    const revision = Number(nextExpectedRevision);
    const promised = (typeof expected === 'number' ? expected : -1) + count;
    // After a soft deletion the server accepts a beginning, and goes on counting.
    if (expected !== 'any' && revision !== promised) throw new StreamCorrupt(stream, promised, revision);
    if (position) return { revision, position: toPosition(position.commit) };
    for await (const event of this.read(stream, { from: revision, limit: 1 }))
      return { revision, position: event.position };
    throw new StreamCorrupt(stream, revision, NOTHING);
  }
}

function appendFailure(stream: string, expected: ExpectedRevision, bytes: number, error: unknown): unknown {
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error;
    return new RevisionConflict(stream, expected, typeof actualVersion === 'bigint' ? Number(actualVersion) : 'none');
  }
  if (error instanceof StreamDeletedError) return new StreamTombstoned(stream);
  if (error instanceof MaxAppendSizeExceededError) return new AppendTooLarge(bytes, error.maxAppendSize);
  return error;
}

/** Watches that a stream is read without a gap: one is never folded over. */
class Continuity {
  private last: number | null = null;
  private count = 0;

  constructor(
    private readonly stream: string,
    private readonly direction: 'forwards' | 'backwards',
    private readonly from: number | undefined,
    private readonly limit: number | undefined,
  ) {}

  saw(revision: number): void {
    const next = this.next(revision);
    if (revision !== next) throw new StreamCorrupt(this.stream, next, revision);
    this.last = revision;
    this.count += 1;
  }

  /** Whether all that was asked for has come. */
  get isFull(): boolean {
    return this.count === this.limit;
  }

  /** Backwards, a stream ends at revision 0; and one that exists has an event at its start. */
  ended(): void {
    if (this.isFull || this.last === 0) return;
    if (this.direction === 'backwards')
      throw new StreamCorrupt(this.stream, this.last === null ? (this.from ?? 0) : this.last - 1, this.last ?? NOTHING);
    if (this.last === null && (this.from ?? 0) === 0) throw new StreamCorrupt(this.stream, 0, NOTHING);
  }

  private next(revision: number): number {
    if (this.direction === 'forwards') return this.last === null ? (this.from ?? 0) : this.last + 1;
    if (this.last !== null) return this.last - 1;
    return Math.min(revision, this.from ?? revision); // the end of the stream is known to the server only
  }
}
