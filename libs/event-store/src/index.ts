export * from './envelope/index.js';
export { bareEventStoreDb, openEventStore, type OpenEventStoreOptions } from './open.js';
export { LogNotRebased, PostgresEventStore, rebase, type PostgresEventStoreOptions } from './postgres/index.js';
export { SharedReading } from './shared-reading.js';
