export { LogNotRebased, rebase } from './rebase.js';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres.event-store.js';
