import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { dossierStream } from '#dossier';
import { SealedEventStore } from '#event-store';
import { openInstallation, configuration, publishShipped, SHIPPED } from '#installation';
import { sealLedger, type Signer } from '#inspection';
import { vietnamDay, type Day, type EventStore, type Recorded } from '#kernel';
import { simulate } from '../../simulate/simulation.js';
import type { Bench } from '../scenario.js';
import { BulkLog } from './bulk-log.js';

const SIMULATED = 400;
const WINDOW = { from: '2026-03-02', to: '2026-08-28' };

/**
 * A log of so many events of dossiers: simulated ones, and behind them copies, as if as many more people had come with the
 * same. The copies are written in bulk, but sealed under keys of their own and chained by the product, and with a signer
 * each of their days has its entry in the ledger.
 */
export async function fillLog(
  { databaseUrl, environment }: Bench,
  events: number,
  signer: Signer | null = null,
): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const installation = await openInstallation(configuration(environment, { logLevel: 'error' }), 'borrow');
  try {
    const actor = { id: 'bench', role: 'administrator', agency: null };
    await publishShipped({ ...installation, actor }, () => {}, SHIPPED.slice(0, 3));
    await simulate(installation.store, installation.catalogue, { dossiers: SIMULATED, seed: 7, ...WINDOW });
    const simulated = await dossiersOf(installation.store);
    const log = new BulkLog(pool);
    const store = new SealedEventStore(log, installation.keys);
    const today = vietnamDay(installation.clock.now());
    const endDay = async (): Promise<void> => {
      await log.flush();
      if (signer !== null) await sealLedger({ ...installation, signer }, today);
    };
    await copy(simulated, events - simulated.length, store, endDay);
    await pool.query('vacuum analyze event_store.events');
  } finally {
    await installation.close();
    await pool.end();
  }
}

async function dossiersOf(store: EventStore): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const batch of store.subscribe({ prefixes: ['dossier-'] })) {
    events.push(...batch.events);
    if (batch.caughtUp) break;
  }
  return events;
}

/** Event by event, each so many times, so that the days of the log come one after the other. */
async function copy(
  simulated: readonly Recorded[],
  count: number,
  store: EventStore,
  endDay: () => Promise<void>,
): Promise<void> {
  const dossiers = new Map<string, readonly string[]>();
  const times = Math.ceil(count / simulated.length);
  let left = count;
  let day: Day | null = null;
  for (const { stream, revision, id: _, type, v, data, meta } of simulated) {
    const copies = dossiers.get(stream) ?? Array.from({ length: times }, () => dossierStream(randomUUID()));
    dossiers.set(stream, copies);
    if (day !== null && vietnamDay(meta.recordedAt) !== day) await endDay();
    day = vietnamDay(meta.recordedAt);
    const { sealed: _sealed, previousHash: _previous, hash: _hash, ...bare } = meta;
    for (const another of copies.slice(0, left)) {
      const event = { id: randomUUID(), type, v, data, meta: bare };
      await store.append(another, revision === 0 ? 'none' : revision - 1, [event]);
    }
    left -= Math.min(left, copies.length);
  }
  await endDay();
}
