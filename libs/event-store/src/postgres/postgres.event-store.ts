import pg from 'pg';
import { AppendTooLarge, EventStore, RevisionConflict, StoreUnavailable, toldOf } from '#kernel';
import type {
  Appended,
  Batch,
  ExpectedRevision,
  Proposed,
  ReadOptions,
  Recorded,
  StoreHealth,
  SubscribeOptions,
} from '#kernel';
import { AppendSignal } from './append-signal.js';
import { printed, type Place } from './position.js';
import { mustBeOfThisCluster } from './rebase.js';
import { RevisionOrder } from './revision-order.js';
import { AS_TEXT_OR_JSON, bytesOf, placeOfRow, recorded, written, type Row } from './rows.js';
import { EXPECT_ANY, EXPECT_NONE, migrate } from './schema.js';
import {
  appendStatement,
  FIRST_TRANSACTION,
  HEALTH,
  HORIZON,
  pageStatement,
  READ,
  READ_BACKWARDS,
  type Commit,
  type HealthRow,
} from './statements.js';
import { Subscription, type Horizon, type LogReader } from './subscription.js';
import { failed, notConnected } from './unavailable.js';

const MAX_APPEND_BYTES = 1_048_576;
const PAGE = 500;
/** Live events that come within this time share a page. */
const GATHERED_MS = 2;
/** Appends of up to 16 events, by their number: these stay prepared on each connection. */
const upTo16 = (commit: Commit) =>
  Array.from({ length: 17 }, (_, count) => (count === 0 ? undefined : appendStatement(count, commit)));
const PREPARED = { waits: upTo16('waits'), hurries: upTo16('hurries') } as const;

/** Migrations may be long, and wait for those of another process. */
const UNHURRIED: pg.ClientConfig = { statement_timeout: 0, lock_timeout: 0, query_timeout: 0 };

/** How the store uses its server; the defaults serve an office. */
export interface PostgresEventStoreOptions {
  /**
   * Connections for appends and reads; 20 by default, for writers of one stream wait for each other on theirs. One more
   * carries the wake-up signal.
   */
  readonly poolSize?: number;
  /** After this time the server gives a statement up; 10 seconds by default. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection; 5 seconds by default. */
  readonly connectTimeoutMs?: number;
}

/** The log in a PostgreSQL table. */
export class PostgresEventStore extends EventStore {
  readonly maxAppendBytes = MAX_APPEND_BYTES;
  private readonly closing = new AbortController();
  private readonly signal: AppendSignal;
  private prepared = false;
  private readonly reader: LogReader = {
    horizon: () => this.horizon(),
    page: (after, until, prefixes, limit) => this.page(after, until, prefixes, limit),
    firstTransaction: async (from) => {
      const [found] = await this.rows<readonly [string | null]>('first-transaction', FIRST_TRANSACTION, [from]);
      return found?.[0] ? Number(found[0]) : null;
    },
  };

  private constructor(
    private readonly pool: pg.Pool,
    private readonly config: pg.ClientConfig,
  ) {
    super();
    this.signal = new AppendSignal(config);
  }

  /**
   * Opens the log in the database of a URL, and makes its table there when it has none. The server need not answer yet:
   * the first use then does the same.
   * @throws LogNotRebased when the log came from another cluster.
   */
  static async open(url: string, options: PostgresEventStoreOptions = {}): Promise<PostgresEventStore> {
    const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
    const config: pg.ClientConfig = {
      connectionString: url,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      statement_timeout: statementTimeoutMs,
      lock_timeout: Math.ceil(statementTimeoutMs / 2),
      query_timeout: statementTimeoutMs + 5_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      application_name: 'dung-hen event store',
    };
    const pool = new pg.Pool({ ...config, max: options.poolSize ?? 20 });
    // A broken connection is dropped by the pool, and answers the statement that it carried, if any.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    const store = new PostgresEventStore(pool, config);
    try {
      await store.prepare();
    } catch (error) {
      if (error instanceof StoreUnavailable) return store;
      await store.close();
      throw error;
    }
    return store;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): Promise<Appended> {
    if (events.length === 0) throw new Error(`an append to ${stream} is empty`);
    const rows = events.map(written);
    const bytes = bytesOf(rows);
    if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(bytes, MAX_APPEND_BYTES);

    const count = rows.length;
    const commit = expected === 'any' ? 'hurries' : 'waits';
    const prepared = PREPARED[commit][count];
    const name = prepared === undefined ? undefined : `append-${commit}-${count}`;
    const text = prepared ?? appendStatement(count, commit);
    const [answer] = await this.rows<readonly [string]>(name, text, [stream, asNumber(expected), ...rows.flat()]);
    const [revision, tx, position] = (answer?.[0] ?? '').split(' ');
    if (tx === undefined || position === undefined) throw new RevisionConflict(stream, expected, asRevision(revision));
    this.signal.appended();
    return { revision: Number(revision), position: printed(tx, position) };
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<Recorded, void, undefined> {
    const forwards = options.direction !== 'backwards';
    const [name, text] = forwards ? (['read', READ] as const) : (['read-backwards', READ_BACKWARDS] as const);
    const order = new RevisionOrder(stream, forwards, options.from ?? (forwards ? 0 : null));
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    while (left > 0) {
      const limit = Math.min(left, PAGE);
      const page = await this.rows<Row>(name, text, [stream, order.next, limit]);
      for (const row of page) {
        const event = recorded(row);
        order.follows(event.revision);
        yield event;
      }
      left -= page.length;
      if (page.length < limit) {
        order.ends();
        return;
      }
    }
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<Batch, void, undefined> {
    this.signal.listen();
    const ending = AbortSignal.any([this.closing.signal, ...(options.signal ? [options.signal] : [])]);
    const { prefixes, batchSize = PAGE, gatherMs = GATHERED_MS } = options;
    const asked = { prefixes, batchSize, gatherMs };
    yield* new Subscription(this.reader, this.signal, asked, options.after ?? null, ending).batches();
  }

  /**
   * `horizonAgeMs` is how long the oldest writing transaction of the server has kept readers from what came after it;
   * `hiddenTransactions` how many it may hide. They need the right to see other sessions, else the age is null.
   */
  async health(): Promise<StoreHealth> {
    try {
      const [row] = await this.rows<HealthRow>('health', HEALTH, []);
      const [version = null, writable = 'f', age = null, hidden = '0'] = row ?? [];
      return {
        ok: true,
        detail: {
          technology: 'postgres',
          version,
          writable: writable === 't',
          horizonAgeMs: age === null ? null : Math.round(Number(age)),
          hiddenTransactions: Number(hidden),
        },
      };
    } catch (error) {
      const cause = error instanceof StoreUnavailable ? error.cause : error;
      return {
        ok: false,
        detail: { technology: 'postgres', error: toldOf(cause) },
      };
    }
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await this.signal.close();
    await this.pool.end();
  }

  /** On a connection of its own, whose statements may take as long as they need. */
  private async prepare(): Promise<void> {
    if (this.prepared) return;
    const client = new pg.Client({ ...this.config, ...UNHURRIED });
    client.on('error', () => {});
    await client.connect().catch((error: unknown) => {
      throw notConnected(error);
    });
    try {
      await migrate(client);
      await mustBeOfThisCluster(client);
      this.prepared = true;
    } catch (error) {
      throw failed(error);
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** In slices, so that whoever else is at work in this process has its turn while a long page comes in. */
  private async page(after: Place, until: number, prefixes: readonly string[], limit: number): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let place = after; rows.length < limit;) {
      const some = Math.min(PAGE, limit - rows.length);
      const values = [place.tx, place.row, until, prefixes];
      const slice = await this.rows<Row>(`page-${some}`, pageStatement(some), values);
      rows.push(...slice);
      const last = slice.at(-1);
      if (last === undefined || slice.length < some) break;
      place = placeOfRow(last);
    }
    return rows;
  }

  private async horizon(): Promise<Horizon> {
    const [row] = await this.rows<readonly [string, string, string]>('horizon', HORIZON, []);
    const [oldest = '0', next = '0', held = 'f'] = row ?? [];
    return { oldest: Number(oldest), next: Number(next), held: held === 't' };
  }

  private async rows<R>(name: string | undefined, text: string, values: unknown[]): Promise<readonly R[]> {
    if (!this.prepared) await this.prepare();
    const query = { name, text, values, rowMode: 'array' as const, types: AS_TEXT_OR_JSON };
    // Callbacks: with promises this costs a tenth of an append more.
    return new Promise((resolve, reject) => {
      this.pool.connect((noConnection, client, release) => {
        if (!client) return reject(notConnected(noConnection));
        // A query made here is not cloned by the driver.
        client.query(
          new pg.Query<R[]>(query, (error, result) => {
            release(error ?? false);
            if (error) reject(failed(error));
            else resolve(result.rows as R[]);
          }),
        );
      });
    });
  }
}

const asNumber = (expected: ExpectedRevision): number =>
  expected === 'none' ? EXPECT_NONE : expected === 'any' ? EXPECT_ANY : expected;

const asRevision = (last: string | undefined): number | 'none' => (last === '-1' ? 'none' : Number(last));
