import { LRUCache } from 'lru-cache';
import { dossierEvents } from '#dossier';
import {
  EventStore,
  type Appended,
  type Batch,
  type ExpectedRevision,
  type Proposed,
  type ReadOptions,
  type Recorded,
  type Shape,
  type StoreHealth,
  type SubscribeOptions,
} from '#kernel';
import { chained } from './chain.js';
import { KeyGone, type Keys, type SealingKey } from './keys.js';
import { open, seal } from './seal.js';

/** Streams whose personal text is kept under a key of their own. */
const SEALED_PREFIX = 'dossier-';
const HEADS = 10_000;

const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.values(dossierEvents).map(({ type, v, shape }) => [`${type} ${v}`, shape]),
);

/** What the next event of a stream is bound to. */
interface Head {
  readonly hash: string | null;
  readonly key: string | null;
}

const NO_HEAD: Head = { hash: null, key: null };

/**
 * The log as the engine uses it: personal text is enciphered on its way in and readable on its way out, and every event
 * that is appended at an exact revision is chained to the one before it, over the ciphertext.
 */
export class SealedEventStore extends EventStore {
  readonly maxAppendBytes: number;
  /** Of events that were read, never of those that were sent: what was sent twice may have been kept the first time. */
  private readonly heads = new LRUCache<string, Head>({ max: HEADS });

  constructor(
    private readonly log: EventStore,
    private readonly keys: Keys,
  ) {
    super();
    this.maxAppendBytes = log.maxAppendBytes;
  }

  /** @throws KeyGone when the dossier's key was destroyed, and what else the port throws */
  async append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    if (expected === 'any') return this.log.append(stream, expected, events);
    const head = expected === 'none' ? NO_HEAD : await this.headAt(stream, expected);
    const key = stream.startsWith(SEALED_PREFIX) ? await this.keyOf(head) : null;
    let revision = expected === 'none' ? -1 : expected;
    let { hash } = head;
    const kept = events.map((event) => {
      const sealed = key === null ? event : seal(event, shapes.get(`${event.type} ${event.v}`), key);
      const linked = chained(sealed, stream, (revision += 1), hash);
      hash = linked.meta.hash ?? null;
      return linked;
    });
    return this.log.append(stream, expected, kept);
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<Recorded, void, undefined> {
    let found: ReadonlyMap<string, Uint8Array | null> = new Map();
    for await (const event of this.log.read(stream, options)) {
      this.remember(event);
      const { key, box } = event.meta.sealed ?? { box: null };
      if (box !== null && !found.has(key ?? '')) found = await this.keys.find([key ?? '']);
      yield open(event, found);
    }
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<Batch, void, undefined> {
    const { personal } = options;
    const wanted = personal === undefined ? null : new Set(personal);
    const isWanted = ({ type, meta }: Recorded) => Boolean(meta.sealed?.box) && (wanted === null || wanted.has(type));
    for await (const { events, caughtUp } of this.log.subscribe(options)) {
      const ids = new Set<string>();
      for (const event of events) if (isWanted(event)) ids.add(event.meta.sealed?.key ?? '');
      const found = ids.size === 0 ? null : await this.keys.find([...ids]);
      const opened = found === null ? events : events.map((event) => (isWanted(event) ? open(event, found) : event));
      yield { events: opened, caughtUp };
    }
  }

  health(): Promise<StoreHealth> {
    return this.log.health();
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private async headAt(stream: string, revision: number): Promise<Head> {
    const known = this.heads.get(placeOf(stream, revision));
    if (known !== undefined) return known;
    for await (const event of this.log.read(stream, { from: revision, limit: 1 })) return this.remember(event);
    return NO_HEAD; // the stream is shorter: the append will conflict
  }

  private remember({ stream, revision, meta }: Recorded): Head {
    const head = { hash: meta.hash ?? null, key: meta.sealed?.key ?? null };
    this.heads.set(placeOf(stream, revision), head);
    return head;
  }

  private async keyOf({ key: id }: Head): Promise<SealingKey> {
    if (id === null) return this.keys.fresh();
    const bytes = (await this.keys.find([id])).get(id);
    if (!bytes) throw new KeyGone(id, bytes === null ? 'destroyed' : 'unknown');
    return { id, bytes };
  }
}

const placeOf = (stream: string, revision: number): string => `${stream} ${revision}`;
