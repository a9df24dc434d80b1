import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { RevisionConflict, type Appended, type Batch, type Event, type EventStore } from '#kernel';
import type { ExpectedRevision, Meta, Proposed, ReadOptions, Recorded, SubscribeOptions } from '#kernel';

const META: Meta = {
  actor: { id: 'nguyen-thi-lan', role: 'reception-officer', agency: 'H01.02' },
  recordedAt: '2026-03-09T01:00:00.000Z',
  effectiveAt: '2026-03-09T01:00:00.000Z',
  correlationId: '6d0c1d8e-6f3b-4f0a-9a51-3a1f1f1d0001',
  causationId: null,
  commandId: '6d0c1d8e-6f3b-4f0a-9a51-3a1f1f1d0002',
  commandDigest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/** The event that the contract appends. */
export type Noted = Event<'Noted', 1, { readonly n: number; readonly text?: string }>;

/** One event with an id of its own. */
export const noted = (n: number, text?: string): Proposed<Noted> => ({
  type: 'Noted',
  v: 1,
  data: text === undefined ? { n } : { n, text },
  id: randomUUID(),
  meta: META,
});

/** So many events, numbered from 0. */
export const someEvents = (count: number, text?: string): Proposed<Noted>[] =>
  Array.from({ length: count }, (_, n) => noted(n, text));

/** Everything that a read answers. */
export async function readAll(store: EventStore, stream: string, options?: ReadOptions): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for await (const event of store.read(stream, options)) events.push(event);
  return events;
}

/** The ids of events, in their order. */
export const ids = (events: readonly { readonly id: string }[]): string[] => events.map((event) => event.id);

/** Waits until something is so; fails when it is not so in time. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 20_000) {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await wait(10);
  }
}

/** Repeats what may fail while the server is away; fails with the last error when it never succeeds. */
export async function onceBack<T>(act: () => Promise<T>, withinMs = 20_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(50);
    }
  }
}

/** A subscription that keeps what it is given, so that a test can wait for it. */
export class Follower {
  readonly events: Recorded[] = [];
  readonly batches: Batch[] = [];
  private readonly ending = new AbortController();
  private readonly done: Promise<void>;
  private failure: Error | null = null;

  constructor(store: EventStore, options: SubscribeOptions) {
    this.done = this.follow(store.subscribe({ ...options, signal: this.ending.signal })).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** Waits until so many events came. */
  async has(count: number): Promise<readonly Recorded[]> {
    await eventually(`${count} events, ${this.events.length} came`, () => {
      if (this.failure) throw this.failure;
      return this.events.length >= count;
    });
    return this.events;
  }

  /** Waits for the mark that nothing more was waiting. */
  async caughtUp(): Promise<readonly Recorded[]> {
    await eventually('caught up', () => {
      if (this.failure) throw this.failure;
      return this.batches.some((batch) => batch.caughtUp);
    });
    return this.events;
  }

  /** Ends the subscription and waits until it has ended. */
  async end(): Promise<readonly Recorded[]> {
    this.ending.abort();
    await this.done;
    if (this.failure) throw this.failure;
    return this.events;
  }

  private async follow(batches: AsyncIterable<Batch>): Promise<void> {
    for await (const batch of batches) {
      this.batches.push(batch);
      this.events.push(...batch.events);
    }
  }
}

/** A store under test with streams of its own, so that the log may be shared with others and need not be empty. */
export class Scenario {
  private streams = 0;
  readonly prefix = `contract${randomUUID().slice(0, 8)}`;

  constructor(readonly store: EventStore) {}

  /** A stream that nobody has written; all streams of one kind share the prefix `streamsOf(kind)`. */
  stream(kind = 'stream'): string {
    this.streams += 1;
    return `${this.streamsOf(kind)}${this.streams}`;
  }

  streamsOf(kind: string): string {
    return `${this.prefix}.${kind}-`;
  }

  /** A place in the log before everything that the test appends from now on. */
  async here(): Promise<string> {
    return (await this.store.append(this.stream('marker'), 'none', [noted(0)])).position;
  }

  /** A stream that already holds so many events. */
  given(count: number): Given {
    return new Given(this.store, this.stream(), someEvents(count));
  }
}

/** Given a stream… */
export class Given {
  constructor(
    private readonly store: EventStore,
    private readonly stream: string,
    private readonly held: readonly Proposed[],
  ) {}

  /** …when these are appended at that revision. */
  when(expected: ExpectedRevision, events: readonly Proposed[]): When {
    return new When(this.store, this.stream, this.held, async () => {
      if (this.held.length > 0) await this.store.append(this.stream, 'none', this.held);
      return this.store.append(this.stream, expected, events);
    });
  }
}

class When {
  constructor(
    private readonly store: EventStore,
    private readonly stream: string,
    private readonly held: readonly Proposed[],
    private readonly act: () => Promise<Appended>,
  ) {}

  /** Then the answer names this revision, and the stream holds what it held and these. */
  async thenAt(revision: number, appended: readonly Proposed[]): Promise<void> {
    const answer = await this.act();
    const stream = await readAll(this.store, this.stream);
    expect(answer).toEqual({ revision, position: stream.at(-1)?.position });
    expect(ids(stream)).toEqual(ids([...this.held, ...appended]));
    expect(stream.map((event) => event.revision)).toEqual(stream.map((_, index) => index));
  }

  /** Then the append conflicts with the actual revision, and the stream is as it was. */
  async thenConflict(expected: ExpectedRevision, actual: number | 'none'): Promise<void> {
    const error: unknown = await this.act().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RevisionConflict);
    expect(error).toMatchObject({ stream: this.stream, expected, actual });
    expect(ids(await readAll(this.store, this.stream))).toEqual(ids(this.held));
  }
}
