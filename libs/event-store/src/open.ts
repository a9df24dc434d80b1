import type { EventStore } from '#kernel';
import type { BareEventStoreDb } from './eventstoredb/index.js';
import { isEventStoreDbUrl } from './eventstoredb/connection-string.js';
import type { PostgresEventStoreOptions } from './postgres/index.js';

const POSTGRES = /^postgres(?:ql)?:\/\//;

/** Options of the adapters; each heeds its own. */
export interface OpenEventStoreOptions {
  readonly postgres?: PostgresEventStoreOptions;
}

/**
 * Opens the event store that a URL names: `postgres://…`, `postgresql://…`, `esdb://…`, `esdb+discover://…`,
 * `kurrentdb://…`. Only the adapter that is named is loaded.
 * @throws TypeError for another scheme.
 */
export async function openEventStore(url: string, options: OpenEventStoreOptions = {}): Promise<EventStore> {
  if (POSTGRES.test(url)) {
    const { PostgresEventStore } = await import('./postgres/index.js');
    return PostgresEventStore.open(url, options.postgres);
  }
  if (isEventStoreDbUrl(url)) {
    const { EventStoreDbEventStore } = await import('./eventstoredb/index.js');
    return EventStoreDbEventStore.open(url);
  }
  const scheme = /^[^:]*:/.exec(url)?.[0] ?? 'none';
  throw new TypeError(`no event store is known by the scheme ${scheme}; use postgres:// or esdb://`);
}

/** The client of an EventStoreDB without the adapter, for measuring one against the other. */
export async function bareEventStoreDb(url: string): Promise<BareEventStoreDb> {
  const eventStoreDb = await import('./eventstoredb/index.js');
  return eventStoreDb.bareEventStoreDb(url);
}
