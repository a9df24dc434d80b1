import { DataSource, type MigrationInterface } from 'typeorm';
import { KeepCheckpoints1767225600000 } from './migrations/keep-checkpoints.js';
import { parsers } from './instants.js';
import { liveTarget, makeTables, type Projection } from './projection.js';
import { rowsOf, type Sql } from './sql.js';

/** How the read store uses its server; the defaults serve an office. */
export interface ReadStoreOptions {
  /** Changes to the schema `vault` and to the bookkeeping, of all libs that this process uses. */
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** Read models whose tables are made here when they do not exist. */
  readonly projections?: readonly Projection[];
  /** Connections; 10 by default, at least 3. */
  readonly poolSize?: number;
  /** After this time the server gives a statement up; 10 seconds by default. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection; 5 seconds by default. */
  readonly connectTimeoutMs?: number;
  readonly applicationName?: string;
}

const FEWEST_CONNECTIONS = 3;
/** Only one process prepares the database at a time; "DUNG" and "READ" as ASCII. */
const PREPARING = 'pg_advisory_xact_lock(1146441287, 1380270404)';

/**
 * Opens the read store and brings its tables up to date; several processes may do so at once.
 * What cannot be rebuilt from the log is in the schema `vault`, and so is the history of migrations; read models are in
 * `read`. Instants are read as text (`toISOString`).
 * @throws when the server does not answer.
 */
export async function openReadStore(url: string, options: ReadStoreOptions = {}): Promise<DataSource> {
  await withMigrations(url, options);
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const db = sourceOf(url, options, {
    statement_timeout: statementTimeoutMs,
    lock_timeout: Math.ceil(statementTimeoutMs / 2),
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  return db.initialize();
}

const sourceOf = (url: string, options: ReadStoreOptions, timeouts: Readonly<Record<string, number>>): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    schema: 'vault',
    migrations: [KeepCheckpoints1767225600000, ...(options.migrations ?? [])],
    migrationsTableName: 'migrations',
    installExtensions: false,
    logging: false,
    poolSize: Math.max(options.poolSize ?? 10, FEWEST_CONNECTIONS),
    connectTimeoutMS: options.connectTimeoutMs ?? 5_000,
    applicationName: options.applicationName ?? 'dung-hen read store',
    poolErrorHandler: () => {},
    extra: { types: parsers, keepAlive: true, keepAliveInitialDelayMillis: 10_000, ...timeouts },
  });

/** On connections of their own, whose statements may take as long as they need. */
async function withMigrations(url: string, options: ReadStoreOptions): Promise<void> {
  const db = sourceOf(url, { ...options, poolSize: FEWEST_CONNECTIONS }, {});
  await db.initialize();
  try {
    await prepare(db, options.projections ?? []);
  } finally {
    await db.destroy();
  }
}

async function prepare(db: DataSource, projections: readonly Projection[]): Promise<void> {
  await db.transaction(async (guard) => {
    await guard.query(`select ${PREPARING}`);
    await db.query('create schema if not exists vault');
    await db.runMigrations({ transaction: 'each' });
    for (const projection of projections) await db.transaction((tx) => makeWhereMissing(tx, projection));
  });
}

async function makeWhereMissing(tx: Sql, projection: Projection): Promise<void> {
  const made = await rowsOf(
    tx,
    `insert into read.checkpoints (projection, build, version) values ($1, 'live', $2)
     on conflict (projection, build) do nothing returning projection`,
    [projection.name, projection.version],
  );
  if (made.length > 0) await makeTables(tx, liveTarget(projection));
}
