export { bareEventStoreDb, type BareEventStoreDb } from './bare-client.js';
export { isEventStoreDbUrl } from './connection-string.js';
export { EventStoreDbEventStore, type EventStoreDbOptions } from './event-store-db.event-store.js';
