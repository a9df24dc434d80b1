import type { DataSource } from 'typeorm';
import pg from 'pg';
import { Accounts } from '#access';
import { openEventStore } from '#event-store';
import { CatalogueFeed, DossierDesk, SystemClock } from '#handling';
import type { Clock, EventStore } from '#kernel';
import { findRunningEmbedded, openReadStore, startEmbeddedPostgres } from '#read-store';
import { projections } from '#reports';
import { WrongConfiguration, type Configuration } from './configuration.js';

const ACCOUNT_CONNECTIONS = 4;

/**
 * What to do for the embedded PostgreSQL when no database is configured: `own` starts it, `borrow` uses the one that
 * another process runs, `borrow-or-own` does either.
 */
export type Embedded = 'own' | 'borrow' | 'borrow-or-own';

/** Nơi cài đặt: the log, the read store and what every process needs of them, opened by the environment. */
export interface Installation {
  readonly databaseUrl: string;
  readonly store: EventStore;
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
    const db = await openReadStore(databaseUrl, { projections });
    opened.push(() => db.destroy());
    const store = await openEventStore(config.eventStoreUrl ?? databaseUrl);
    opened.push(() => store.close());
    const pool = new pg.Pool({ connectionString: databaseUrl, max: ACCOUNT_CONNECTIONS });
    pool.on('error', () => {}); // a lost idle connection is replaced by the next query
    opened.push(() => pool.end());
    const accounts = await Accounts.open(pool);
    const catalogue = await CatalogueFeed.start(store);
    opened.push(() => catalogue.close());
    const desk = new DossierDesk(store, catalogue, clock);
    return { databaseUrl, store, db, accounts, catalogue, clock, desk, close };
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
