import { EventEmitter, once } from 'node:events';
import {
  EventStore,
  type Appended,
  type Batch,
  type ExpectedRevision,
  type Position,
  type Proposed,
  type ReadOptions,
  type Recorded,
  type StoreHealth,
  type SubscribeOptions,
} from '#kernel';

/** Batches that the first reader of a stretch may be ahead of the last. */
const AHEAD = 2;
/** Batches kept for who begins a little later; those who took them are still at work on them. */
const KEPT = 2;
const PATIENCE_MS = 5_000;

/**
 * The log, read once for all who catch up over the same stretch of it in this process and said that they may share: a
 * page costs the server, the network and the parsing of it the same for one reader as for six. Behind the last page each
 * goes on alone, and is told by its own subscription that it has caught up; so nobody waits for another while events come
 * live, and nobody is told of the end as another found it.
 */
export class SharedReading extends EventStore {
  readonly maxAppendBytes: number;
  private readonly stretches = new Set<Stretch>();

  /**
   * @param prefixes of the streams that are read together; who asks for others reads for itself
   * @param patienceMs who waited so long for a slower reader goes on alone; 5 seconds by default
   */
  constructor(
    private readonly log: EventStore,
    private readonly prefixes: readonly string[],
    private readonly patienceMs = PATIENCE_MS,
  ) {
    super();
    this.maxAppendBytes = log.maxAppendBytes;
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<Batch, void, undefined> {
    const { prefixes, after = null } = options;
    const isMine = ({ stream }: Recorded) => prefixes.some((prefix) => stream.startsWith(prefix));
    let at = after;
    if (options.shared === true && prefixes.every((prefix) => this.prefixes.some((all) => prefix.startsWith(all))))
      for await (const { events } of this.stretchFrom(options).pages(after, options.signal)) {
        at = events.at(-1)?.position ?? at;
        yield { events: events.filter(isMine), caughtUp: false };
      }
    yield* this.log.subscribe({ ...options, after: at });
  }

  append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    return this.log.append(stream, expected, events);
  }

  read(stream: string, options?: ReadOptions): AsyncIterable<Recorded> {
    return this.log.read(stream, options);
  }

  health(): Promise<StoreHealth> {
    return this.log.health();
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private stretchFrom({ after = null, batchSize }: SubscribeOptions): Stretch {
    for (const stretch of this.stretches) if (stretch.holds(after, batchSize)) return stretch;
    const options = { prefixes: this.prefixes, after, ...(batchSize === undefined ? {} : { batchSize }) };
    const stretch = new Stretch(this.log, options, this.patienceMs, (ended) => this.stretches.delete(ended));
    this.stretches.add(stretch);
    return stretch;
  }
}

/** A batch and the position behind which it begins. */
interface Page extends Batch {
  readonly after: Position | null;
}

/** A stretch of the log on which several catch up, none far ahead of the others; over as soon as one has caught up. */
class Stretch {
  private readonly ending = new AbortController();
  private readonly source: AsyncIterator<Batch>;
  private readonly moves = new EventEmitter<{ moved: [] }>().setMaxListeners(0);
  /** By reader, the number of the page that it takes next. */
  private readonly readers = new Map<symbol, number>();
  private held: readonly Page[] = [];
  /** Number of the first page that is held. */
  private first = 0;
  private reached: Position | null;
  private reading = false;
  private isOver = false;

  constructor(
    log: EventStore,
    private readonly options: SubscribeOptions,
    private readonly patienceMs: number,
    private readonly over: (stretch: Stretch) => void,
  ) {
    this.source = log.subscribe({ ...options, signal: this.ending.signal })[Symbol.asyncIterator]();
    this.reached = options.after ?? null;
  }

  /** Whether one who begins behind this position can still join. */
  holds(after: Position | null, batchSize: number | undefined): boolean {
    return batchSize === this.options.batchSize && this.numberOf(after) !== undefined;
  }

  /** Up to the one that caught up, or fewer when the reader is told to end or loses its patience. */
  async *pages(after: Position | null, signal: AbortSignal | undefined): AsyncGenerator<Page, void, undefined> {
    const reader = Symbol('reader');
    let number = this.numberOf(after) ?? 0;
    this.readers.set(reader, number);
    try {
      for (let page = await this.page(number, signal); page !== null; page = await this.page(number, signal)) {
        number += 1;
        this.move(reader, number);
        yield page;
      }
    } finally {
      this.leave(reader);
    }
  }

  private numberOf(after: Position | null): number | undefined {
    const at = this.held.findIndex((page) => page.after === after);
    if (at >= 0) return this.first + at;
    return this.reached === after ? this.first + this.held.length : undefined;
  }

  private async page(number: number, signal: AbortSignal | undefined): Promise<Page | null> {
    let patience: AbortSignal | null = null;
    for (;;) {
      const page = this.held[number - this.first];
      if (signal?.aborted === true) return null;
      if (page !== undefined) return page;
      if (this.isOver) return null;
      const waits = number - Math.min(...this.readers.values()) >= AHEAD;
      if (!waits) void this.read();
      else patience ??= AbortSignal.timeout(this.patienceMs);
      const ends = [...(signal ? [signal] : []), ...(waits && patience ? [patience] : [])];
      try {
        await once(this.moves, 'moved', { signal: AbortSignal.any(ends) });
      } catch {
        return null;
      }
    }
  }

  private async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      const { done, value } = await this.source.next();
      if (done === true) this.finish();
      else {
        this.held = [...this.held, { ...value, after: this.reached }];
        this.reached = value.events.at(-1)?.position ?? this.reached;
        if (value.caughtUp) this.finish();
      }
    } catch {
      this.finish(); // each hears of it from a subscription of their own
    }
    this.reading = false;
    this.forget();
  }

  private move(reader: symbol, number: number): void {
    this.readers.set(reader, number);
    this.forget();
  }

  private leave(reader: symbol): void {
    if (!this.readers.delete(reader)) return;
    if (this.readers.size === 0) this.finish();
    else this.forget();
  }

  /** Lets go of what nobody needs any more; who waited may go on. */
  private forget(): void {
    const kept = Math.min(this.first + this.held.length - KEPT, ...this.readers.values());
    if (kept > this.first) {
      this.held = this.held.slice(kept - this.first);
      this.first = kept;
    }
    this.moves.emit('moved');
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.over(this);
    this.ending.abort();
    this.source.return?.().catch(() => {}); // its failure was heard when it was read
  }
}
