import type { DataSource } from 'typeorm';
import type pg from 'pg';
import {
  Accounts,
  ErasuresFollowed,
  Identities,
  KeyVault,
  OneDoor,
  openVault,
  Provider,
  ProviderTokens,
  pruneHourly,
  ReadingJournal,
  ServiceKeys,
  vaultPool,
} from '#access';
import { mustBeChained, openEventStore, SealedEventStore, SharedReading } from '#event-store';
import { CATALOGUE_PREFIXES } from '#catalogue';
import { OVERSIGHT_PREFIXES } from '#oversight';
import { CatalogueFeed, DossierDesk, forgetMissed, SystemClock, type ToForget } from '#handling';
import type { Clock, EventStore } from '#kernel';
import type { PaperVault } from '#papers';
import { findRunningEmbedded, openReadStore, startEmbeddedPostgres, type Projection } from '#read-store';
import { migrations, readModels } from './read-models.js';
import { WrongConfiguration, type Configuration } from './configuration.js';
import type { IdentityConfiguration } from './identity-configuration.js';
import { openPapers } from './open-papers.js';
import { masterKeys } from './secrets.js';
import { everythingToForget } from './to-forget.js';

const LOG_PREFIXES = [...CATALOGUE_PREFIXES, ...OVERSIGHT_PREFIXES, 'dossier-'];

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
  readonly services: ServiceKeys;
  /** Null where no provider is configured. */
  readonly provider: ProviderTokens | null;
  /** Whoever asks comes through here. */
  readonly identities: Identities;
  /** Who reads what is written down here. */
  readonly journal: ReadingJournal;
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly desk: DossierDesk;
  /** What goes when an applicant is erased, and how far the log was gone through for erasures. */
  readonly toForget: readonly ToForget[];
  readonly erasures: ErasuresFollowed;
  readonly papers: PaperVault;
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
    const db = await openReadStore(databaseUrl, { projections: readModels(), migrations, statementTimeoutMs });
    opened.push(() => db.destroy());
    const pool = vaultPool(databaseUrl, statementTimeoutMs);
    opened.push(() => pool.end());
    await openVault(pool);
    const stopPruning = await pruneHourly(pool);
    opened.push(async () => stopPruning());
    const keys = await KeyVault.open(pool, await masterKeys(config, pool));
    const log = await openEventStore(config.eventStoreUrl ?? databaseUrl, { postgres: { statementTimeoutMs } });
    opened.push(() => log.close());
    await mustBeChained(log, LOG_PREFIXES);
    const store = new SealedEventStore(new SharedReading(log, prefixesOf(readModels())), keys);
    const journal = new ReadingJournal(pool, { onTrouble: tellOfReadings });
    opened.push(() => journal.close());
    const catalogue = await CatalogueFeed.start(store);
    opened.push(() => catalogue.close());
    const isAgency = (code: string) => catalogue.view.findAgency(code) !== undefined;
    const identity = await openIdentities(config.identity, pool, isAgency);
    const desk = new DossierDesk(store, catalogue, clock);
    const papers = await openPapers(config, keys);
    const toForget = everythingToForget({ keys, db, papers });
    const erasures = new ErasuresFollowed(pool);
    await forgetMissed({ log, toForget, erasures });
    const kept = { databaseUrl, store, log, keys, db };
    return { ...kept, ...identity, journal, catalogue, clock, desk, papers, toForget, erasures, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const prefixesOf = (models: readonly Projection[]) => [...new Set(models.flatMap(({ prefixes }) => prefixes))];

type Identity = Pick<Installation, 'accounts' | 'services' | 'provider' | 'identities'>;

async function openIdentities(
  { oidc, localAccounts }: IdentityConfiguration,
  pool: pg.Pool,
  isAgency: (code: string) => boolean,
): Promise<Identity> {
  const accounts = await Accounts.open(pool, localAccounts);
  const services = new ServiceKeys(pool);
  const provider = oidc === null ? null : new ProviderTokens(oidc, new Provider(oidc.issuer), pool, isAgency);
  const sessions = localAccounts ? accounts.sessions : null;
  return { accounts, services, provider, identities: new OneDoor({ sessions, services, provider }) };
}

/** That reading stands still is told on standard error, whatever process it is. */
function tellOfReadings(error: unknown): void {
  const message = `readings are not written: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${JSON.stringify({ level: 'error', context: 'readings', message })}\n`);
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
