import type { DataSource } from 'typeorm';
import { Accounts, KeyVault, openVault, vaultPool } from '#access';
import { mustBeChained, openEventStore, SealedEventStore } from '#event-store';
import { CATALOGUE_PREFIXES } from '#catalogue';
import { CatalogueFeed, DossierDesk, SystemClock } from '#handling';
import type { Clock, EventStore } from '#kernel';
import { findRunningEmbedded, openReadStore, startEmbeddedPostgres } from '#read-store';
import { projections } from '#reports';
import { WrongConfiguration, type Configuration } from './configuration.js';
import { masterKeys } from './secrets.js';

const LOG_PREFIXES = [...CATALOGUE_PREFIXES, 'dossier-'];

/**
 * What to do for the embedded PostgreSQL when no database is configured: `own` starts it, `borrow` uses the one that
 * another process runs, `borrow-or-own` does either.
 */
export type Embedded = 'own' | 'borrow' | 'borrow-or-own';

/** Nơi cài đặt: the log, the read store and what every process needs of them, opened by the environment. */
export interface Installation {
  readonly databaseUrl: string;
  /** The log as the engine writes and reads it: sealed and chained on its way in, readable on its way out. */
  readonly store: EventStore;
  /** The log as it is kept, for proofs. */
  readonly log: EventStore;
  readonly keys: KeyVault;
  readonly db: DataSource;
  readonly accounts: Accounts;
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly desk: DossierDesk;
  /** Closes everything, the embedded PostgreSQL last if this process owns it. */
  close(): Promise<void>;
}

/** Opens an installation; what was opened is closed again when a later part fails. */
export async function openInstallation(
  config: Configuration,
  embedded: Embedded,
  clock: Clock = new SystemClock(),
): Promise<Installation> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = opened.pop(); end !== undefined; end = opened.pop()) await end();
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await embeddedUrl(config.dataDir, embedded, opened));
    const statementTimeoutMs = config.statementTimeoutSeconds * 1_000;
    const db = await openReadStore(databaseUrl, { projections, statementTimeoutMs });
    opened.push(() => db.destroy());
    const pool = vaultPool(databaseUrl, statementTimeoutMs);
    opened.push(() => pool.end());
    await openVault(pool);
    const keys = await KeyVault.open(pool, await masterKeys(config, pool));
    const log = await openEventStore(config.eventStoreUrl ?? databaseUrl, { postgres: { statementTimeoutMs } });
    opened.push(() => log.close());
    await mustBeChained(log, LOG_PREFIXES);
    const store = new SealedEventStore(log, keys);
    const accounts = await Accounts.open(pool);
    const catalogue = await CatalogueFeed.start(store);
    opened.push(() => catalogue.close());
    const desk = new DossierDesk(store, catalogue, clock);
    return { databaseUrl, store, log, keys, db, accounts, catalogue, clock, desk, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embeddedUrl(dataDir: string, embedded: Embedded, opened: (() => Promise<unknown>)[]): Promise<string> {
  const running = embedded === 'own' ? null : await findRunningEmbedded(dataDir);
  if (running !== null) return running;
  if (embedded === 'borrow')
    throw new WrongConfiguration([`DATABASE_URL is not set, and no installation runs on ${dataDir}`]);
  const postgres = await startEmbeddedPostgres({ dataDir });
  opened.push(() => postgres.stop());
  return postgres.url;
}
