import type pg from 'pg';
import {
  EventStore,
  type Appended,
  type Batch,
  type ExpectedRevision,
  type Proposed,
  type ReadOptions,
  type Recorded,
  type StoreHealth,
} from '#kernel';

const AT_ONCE = 2_000;

const INSERT = `insert into event_store.events (stream, revision, id, type, v, data, meta)
  select * from unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::int[], $6::json[], $7::json[])`;

/** The PostgreSQL log for one writer who fills it in bulk; what is appended stands there after `flush`. */
export class BulkLog extends EventStore {
  readonly maxAppendBytes = Number.MAX_SAFE_INTEGER;
  private readonly last = new Map<string, Recorded>();
  private waiting: Recorded[] = [];

  constructor(private readonly pool: pg.Pool) {
    super();
  }

  async append(stream: string, _expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    let revision = this.last.get(stream)?.revision ?? -1;
    for (const event of events) {
      const recorded = { ...event, stream, revision: (revision += 1), position: '' };
      this.last.set(stream, recorded);
      this.waiting.push(recorded);
    }
    if (this.waiting.length >= AT_ONCE) await this.flush();
    return { revision, position: '' };
  }

  /** Only the last event of a stream: what the next is chained to. */
  async *read(stream: string, { from = 0 }: ReadOptions = {}): AsyncGenerator<Recorded, void, undefined> {
    const last = this.last.get(stream);
    if (last !== undefined && last.revision >= from) yield last;
  }

  async flush(): Promise<void> {
    const events = this.waiting;
    this.waiting = [];
    const columns = [
      ...[events.map(({ stream }) => stream), events.map(({ revision }) => revision), events.map(({ id }) => id)],
      ...[events.map(({ type }) => type), events.map(({ v }) => v)],
      ...[events.map(({ data }) => JSON.stringify(data)), events.map(({ meta }) => JSON.stringify(meta))],
    ];
    if (events.length > 0) await this.pool.query(INSERT, columns);
  }

  subscribe(): AsyncGenerator<Batch, void, undefined> {
    throw new Error('a log that is being filled is not followed');
  }

  health(): Promise<StoreHealth> {
    return Promise.resolve({ ok: true, detail: {} });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
