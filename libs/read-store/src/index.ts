export { dropAbandonedRebuilds } from './abandoned.js';
export { lockProjection } from './checkpoint.js';
export { Checkpoints } from './checkpoints.js';
export {
  findRunningEmbedded,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/embedded-postgres.js';
export { asked, isAway } from './failure.js';
export { projectionHealth, type ProjectionHealth } from './health.js';
export {
  type Folded,
  LIVE_SCHEMA,
  NEXT_SCHEMA,
  type Projection,
  liveTarget,
  type ProjectionStorage,
  type TableDefinition,
} from './projection.js';
export { ProjectionRunner, type RunnerOptions } from './projection-runner.js';
export { Quarantine, type Quarantined, type Release } from './quarantine.js';
export { readAhead } from './read-ahead.js';
export { openReadStore, type ReadStoreOptions } from './read-store.js';
export { rebuild, type RebuildOptions, RebuildRunning } from './rebuild.js';
export { changedBy, inTransaction, rowsOf, type Sql } from './sql.js';
export { rowTable, type Column, type RowTable } from './row-table.js';
