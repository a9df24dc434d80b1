/** What an append demands of its stream, as on the wire; a bigint is that exact revision. */
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** An event as a client proposes it. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event in the log; commit and prepare position are the same. */
export interface LogRecord extends NewEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: number;
  /** When it was written, in ticks of 100 ns since 1970. */
  readonly created: string;
}

/** How an append or a deletion ended; `current` is null where there is no stream. */
export type Written =
  | { readonly is: 'written'; readonly revision: bigint | null; readonly position: number }
  | { readonly is: 'wrong-expected-version'; readonly current: bigint | null }
  | { readonly is: 'deleted' }
  | { readonly is: 'unknown-territory'; readonly what: string };

/** What a reader finds under a stream's name: its visible events, or why there are none. */
export type Found =
  | { readonly is: 'found'; readonly events: readonly LogRecord[]; readonly first: number }
  | { readonly is: 'not-found' }
  | { readonly is: 'deleted' };

/** The revision of a tombstone, and the `$tb` of a soft deletion. */
export const DELETED = 9_223_372_036_854_775_807n;

interface Stream {
  readonly name: string;
  readonly events: LogRecord[];
  tombstoned: boolean;
  softDeleted: boolean;
  truncateBefore: number;
}

const NOTHING = new Uint8Array();
const RECORD_OVERHEAD = 96;
const UNTESTED_SETTINGS = ['$maxAge', '$maxCount'];

/**
 * The log of one EventStoreDB node, in memory: what is accepted, what conflicts and what a reader sees, as observed on
 * 23.10. Positions are offsets in bytes, as the server's are.
 */
export class Log {
  readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly waiting = new Set<() => void>();
  /** The ids that an append at `any` is compared with: the last so many, and none from before a restart. */
  private readonly remembered = new Map<string, { readonly stream: string; readonly revision: bigint }>();
  private end = 1_024;

  constructor(private readonly remembers: number) {}

  /** As after a restart: the log stays, the ids known to appends at `any` are gone. */
  forget(): void {
    this.remembered.clear();
  }

  append(name: string, expected: Expected, events: readonly NewEvent[]): Written {
    const stream = this.open(name);
    const refused = this.check(stream, expected, events);
    if (refused) return refused;
    const settings = name.startsWith('$$') ? events.map(settingsOf) : [];
    if (settings.some((of) => of.untested))
      return { is: 'unknown-territory', what: 'maximum count or age of a stream' };

    const wasDeleted = stream.softDeleted;
    const next = stream.events.length;
    for (const event of events) this.write(stream, event);
    for (const of of settings) this.settle(name.slice(2), of);
    if (wasDeleted) this.undelete(stream, next);
    if (events.length > 0) this.wake();
    const last = stream.events.length - 1;
    const position = stream.events[last]?.position ?? this.end;
    return { is: 'written', revision: last < 0 ? null : BigInt(last), position };
  }

  /** Soft deletion: the stream's metadata hides everything that was written so far; its revisions go on. */
  delete(name: string, expected: Expected): Written {
    const stream = this.open(name);
    const refused = this.check(stream, expected, [removal('$metadata')]);
    if (refused) return refused;
    const meta = this.open(`$$${name}`);
    if (stream.events.length === 0 && meta.events.length === 0) return wrong(stream);
    return this.append(meta.name, 'any', [removal('$metadata', `{"$tb":${DELETED}}`)]);
  }

  /** The stream's name can never be used again. */
  tombstone(name: string, expected: Expected): Written {
    const stream = this.open(name);
    const refused = this.check(stream, expected, [removal('$streamDeleted')]);
    if (refused) return refused;
    stream.tombstoned = true;
    const { position } = this.record(stream, DELETED, removal('$streamDeleted'));
    this.wake();
    return { is: 'written', revision: DELETED, position };
  }

  find(name: string): Found {
    const stream = this.streams.get(name);
    if (stream?.tombstoned) return { is: 'deleted' };
    if (!stream || stream.events.length === 0 || stream.softDeleted) return { is: 'not-found' };
    const last = stream.events.length - 1;
    return { is: 'found', events: stream.events, first: name.startsWith('$$') ? last : stream.truncateBefore };
  }

  /** The index of the first record at or behind a position. */
  indexOf(position: bigint): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = this.records[middle];
      if (record && BigInt(record.position) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Resolves when something is appended, or when the wait is given up. */
  appended(giveUp: AbortSignal): Promise<void> {
    if (giveUp.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        giveUp.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      giveUp.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }

  private open(name: string): Stream {
    const known = this.streams.get(name);
    if (known) return known;
    const stream: Stream = { name, events: [], tombstoned: false, softDeleted: false, truncateBefore: 0 };
    this.streams.set(name, stream);
    return stream;
  }

  /** Null when the events are to be written; otherwise the answer: a conflict, or the first time's answer again. */
  private check(stream: Stream, expected: Expected, events: readonly NewEvent[]): Written | null {
    if (stream.tombstoned) return { is: 'deleted' };
    const current = BigInt(stream.events.length - 1);
    if (expected === 'stream_exists') {
      if (stream.softDeleted) return { is: 'deleted' };
      const described = (this.streams.get(`$$${stream.name}`)?.events.length ?? 0) > 0;
      if (current < 0n && !described) return wrong(stream);
    }
    if (expected === 'any' || expected === 'stream_exists') return this.again(stream, events);
    const at = expected === 'no_stream' ? -1n : expected;
    if (at > current) return wrong(stream);
    if (at === current) return null;
    const matching = events.findIndex((event, index) => stream.events[Number(at) + 1 + index]?.id !== event.id);
    if (matching === 0 && at === -1n && stream.softDeleted) return null;
    if (matching >= 0 || events.length === 0) return wrong(stream);
    return answered(stream, at + BigInt(events.length));
  }

  /** At `any`: all ids remembered is a repetition, none a new append, and some of them a conflict. */
  private again(stream: Stream, events: readonly NewEvent[]): Written | null {
    let last: bigint | null = null;
    for (const event of events) {
      const known = this.remembered.get(event.id);
      if (known?.stream !== stream.name) return last === null ? null : wrong(stream);
      last = known.revision;
    }
    return last === null ? null : answered(stream, last);
  }

  private write(stream: Stream, event: NewEvent): void {
    const record = this.record(stream, BigInt(stream.events.length), event);
    stream.events.push(record);
    this.remembered.delete(event.id);
    this.remembered.set(event.id, { stream: stream.name, revision: record.revision });
    if (this.remembered.size <= this.remembers) return;
    for (const oldest of this.remembered.keys()) {
      this.remembered.delete(oldest);
      break;
    }
  }

  private record(stream: Stream, revision: bigint, event: NewEvent): LogRecord {
    const created = `${Date.now()}0000`;
    const record = { ...event, stream: stream.name, revision, position: this.end, created };
    this.end +=
      RECORD_OVERHEAD + 2 * (stream.name.length + event.type.length) + event.data.length + event.metadata.length;
    this.records.push(record);
    return record;
  }

  private settle(name: string, settings: Settings): void {
    const stream = this.open(name);
    const wasDeleted = stream.softDeleted;
    stream.softDeleted = settings.truncateBefore >= Number(DELETED);
    stream.truncateBefore = stream.softDeleted ? stream.events.length : settings.truncateBefore;
    if (wasDeleted && !stream.softDeleted) this.undelete(stream, stream.events.length);
  }

  /** The first append after a soft deletion: the server then lets the stream begin behind what was deleted. */
  private undelete(stream: Stream, from: number): void {
    stream.softDeleted = false;
    stream.truncateBefore = from;
    const meta = this.open(`$$${stream.name}`);
    const kept = fieldsOf(meta.events.at(-1));
    this.write(meta, removal('$metadata', JSON.stringify({ ...kept, $tb: from })));
  }
}

interface Settings {
  readonly truncateBefore: number;
  readonly untested: boolean;
}

function settingsOf(event: NewEvent): Settings {
  const fields = fieldsOf(event);
  const truncateBefore = fields['$tb'];
  return {
    truncateBefore: typeof truncateBefore === 'number' ? truncateBefore : 0,
    untested: UNTESTED_SETTINGS.some((name) => name in fields),
  };
}

function fieldsOf(event: NewEvent | undefined): Readonly<Record<string, unknown>> {
  const metadata: unknown = JSON.parse(Buffer.from(event?.data ?? '{}').toString('utf8'));
  return typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
}

const removal = (type: string, data = ''): NewEvent => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: data === '' ? NOTHING : Buffer.from(data),
  metadata: NOTHING,
});

const wrong = (stream: Stream): Written => ({
  is: 'wrong-expected-version',
  current: stream.events.length === 0 ? null : BigInt(stream.events.length - 1),
});

const answered = (stream: Stream, revision: bigint): Written => ({
  is: 'written',
  revision,
  position: stream.events[Number(revision)]?.position ?? 0,
});
