import type { Event, Recorded } from '#kernel';
import type { ReadAheadOptions } from './read-ahead.js';
import type { Sql } from './sql.js';

/** What a read model knows of one stream, and the revision up to which it was folded; -1 before the first event. */
export interface Folded<Row> {
  readonly row: Row | null;
  readonly revision: number;
}

/** A table of a read model, made anew in another schema whenever the read model is rebuilt. */
export interface TableDefinition {
  readonly name: string;
  /** The statements that make it, under its qualified name; indexes bear no name, so that each schema gives its own. */
  statements(qualifiedName: string): readonly string[];
}

/** How the rows of a read model are kept: every call is for many streams and takes one statement a table. */
export interface ProjectionStorage<Row> {
  readonly tables: readonly TableDefinition[];
  /** What is held of these keys; those never seen are left out. */
  load(tx: Sql, schema: string, keys: readonly string[]): Promise<ReadonlyMap<string, Folded<Row>>>;
  store(tx: Sql, schema: string, rows: ReadonlyMap<string, Folded<Row>>): Promise<void>;
}

/**
 * A read model: a pure fold over single streams, and how its rows are kept.
 * A key belongs to one stream. A row is never removed, because it remembers the revision: a row that should no longer
 * be seen is marked.
 */
export interface Projection<Row = unknown, E extends Event = Event> {
  readonly name: string;
  /** Raised when the rows change their meaning or their columns: the runner then rebuilds beside the live tables. */
  readonly version: number;
  /** Streams whose names begin with one of these. */
  readonly prefixes: readonly string[];
  /** Types of which it keeps personal text; no other event is deciphered for it. Of all when absent. */
  readonly personal?: readonly E['type'][];
  /**
   * Batches that are folded in one transaction where so many have come; one by default. More of them take memory, and are
   * worth it where what is held of a stream is much to read, for every batch that it is in.
   */
  readonly batchesAtOnce?: number;
  key(stream: string): string;
  /** Lifts an event to today's shape. @throws for a type or schema number that is not known */
  upcast(event: Recorded): Recorded<E>;
  /** @throws when the event cannot be understood; its stream then waits in quarantine. */
  fold(row: Row | null, event: Recorded<E>): Row;
  readonly storage: ProjectionStorage<Row>;
}

/** At most so many events a batch: fewer spend more on round trips, more hold more memory. */
const BATCH_SIZE = 4_000;

/** How a read model is fed. */
export const fedWith = ({
  prefixes,
  personal,
  batchesAtOnce: atOnce = 1,
}: Projection): Omit<ReadAheadOptions, 'signal'> => ({
  ...{ prefixes, batchSize: BATCH_SIZE, shared: true, atOnce },
  ...(personal === undefined ? {} : { personal }),
});

/** `live` is what queries read; `next` is being rebuilt beside it. */
export type Build = 'live' | 'next';

/** One build of a read model and the schema that its tables are in. */
export interface Target {
  readonly projection: Projection;
  readonly build: Build;
  readonly schema: string;
}

/** The schema that queries read. */
export const LIVE_SCHEMA = 'read';
/** The schema that rebuilds fill. */
export const NEXT_SCHEMA = 'read_next';

export const liveTarget = (projection: Projection): Target => ({ projection, build: 'live', schema: LIVE_SCHEMA });
export const nextTarget = (projection: Projection): Target => ({ projection, build: 'next', schema: NEXT_SCHEMA });

/** Makes the tables of a read model anew, empty. */
export async function makeTables(tx: Sql, { projection, schema }: Target): Promise<void> {
  for (const table of projection.storage.tables) {
    const name = `${schema}.${table.name}`;
    await tx.query(`drop table if exists ${name}`);
    for (const statement of table.statements(name)) await tx.query(statement);
  }
}
