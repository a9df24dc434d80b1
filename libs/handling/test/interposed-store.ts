import {
  EventStore,
  type Appended,
  type Batch,
  type ExpectedRevision,
  type Proposed,
  type ReadOptions,
  type Recorded,
  type StoreHealth,
  type SubscribeOptions,
} from '#kernel';

/** The real store, before whose next append to streams of a prefix something else happens first, once. */
export class InterposedStore extends EventStore {
  private meanwhile: { readonly prefix: string; readonly happens: () => Promise<unknown> } | null = null;

  constructor(private readonly real: EventStore) {
    super();
  }

  beforeAppendTo(prefix: string, happens: () => Promise<unknown>): void {
    this.meanwhile = { prefix, happens };
  }

  get maxAppendBytes(): number {
    return this.real.maxAppendBytes;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    const { meanwhile } = this;
    if (meanwhile !== null && stream.startsWith(meanwhile.prefix)) {
      this.meanwhile = null;
      await meanwhile.happens();
    }
    return this.real.append(stream, expected, events);
  }

  read(stream: string, options?: ReadOptions): AsyncIterable<Recorded> {
    return this.real.read(stream, options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<Batch> {
    return this.real.subscribe(options);
  }

  health(): Promise<StoreHealth> {
    return this.real.health();
  }

  close(): Promise<void> {
    return this.real.close();
  }
}
