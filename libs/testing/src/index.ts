export * from './clock/standing-clock.js';
export * from './eventstoredb-double/index.js';
export * from './faults/fault-proxy.js';
export * from './papers/index.js';
export * from './postgres/fresh-database.js';
export * from './dossier/index.js';
export * from './identity-provider/identity-provider.js';
export * from './s3-double/index.js';
