import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { bareEventStoreDb, openEventStore } from '#event-store';
import type { EventStore, Proposed } from '#kernel';
import { inTurns, timesPerSecond, type Bench, type Measured, type Scenario } from './scenario.js';

const POOL = 10;
const EVENTS_A_STREAM = 10;

const META = {
  actor: { id: 'bench', role: 'case-officer', agency: 'H27.118' },
  recordedAt: '2026-11-20T02:00:00.000Z',
  effectiveAt: '2026-11-20T02:00:00.000Z',
  correlationId: '6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a01',
  causationId: null,
  commandId: '6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a02',
  commandDigest: 'ab'.repeat(32),
} as const;

/** One event as dossiers have them, of half a kilobyte. */
const event = (): Proposed => ({
  id: randomUUID(),
  type: 'StepCompleted',
  v: 1,
  data: { step: 'appraise', note: 'Đã thẩm định đủ điều kiện. '.repeat(6) },
  meta: META,
});

/** Where each of several writers stands: a stream of its own, a new one after some events. */
class Places {
  private readonly places = new Map<number, { stream: string; revision: number }>();

  next(writer: number): { readonly stream: string; readonly revision: number } {
    const last = this.places.get(writer);
    const place =
      last === undefined || last.revision === EVENTS_A_STREAM - 1
        ? { stream: `bench-${randomUUID()}`, revision: 0 }
        : { stream: last.stream, revision: last.revision + 1 };
    this.places.set(writer, place);
    return place;
  }
}

const appending = (store: EventStore, writers: number) => {
  const places = new Places();
  return (seconds: number) =>
    timesPerSecond(seconds, writers, async (writer) => {
      const { stream, revision } = places.next(writer);
      await store.append(stream, revision === 0 ? 'none' : revision - 1, [event()]);
    });
};

const BARE_INSERT = {
  name: 'bare-insert',
  text: `insert into bench.bare (stream, revision, id, type, v, data, meta) values ($1, $2, $3, $4, $5, $6, $7)`,
};

function inserting(pool: pg.Pool, writers: number) {
  const places = new Places();
  return (seconds: number) =>
    timesPerSecond(seconds, writers, async (writer) => {
      const { stream, revision } = places.next(writer);
      const { id, type, v, data, meta } = event();
      const values = [stream, revision, id, type, v, JSON.stringify(data), JSON.stringify(meta)];
      await pool.query({ ...BARE_INSERT, values });
    });
}

async function throughPostgres(bench: Bench, writers: number): Promise<Measured> {
  const store = await openEventStore(bench.databaseUrl, { postgres: { poolSize: POOL } });
  const pool = new pg.Pool({ connectionString: bench.databaseUrl, max: POOL });
  try {
    await pool.query(`create schema if not exists bench; drop table if exists bench.bare;
      create table bench.bare (like event_store.events including all)`);
    return await inTurns(bench, appending(store, writers), inserting(pool, writers));
  } finally {
    await pool.end();
    await store.close();
  }
}

async function throughEventStoreDb(bench: Bench, url: string): Promise<Measured> {
  const store = await openEventStore(url);
  const bare = await bareEventStoreDb(url);
  const places = new Places();
  const writers = 8;
  const limit = (seconds: number) =>
    timesPerSecond(seconds, writers, async (writer) => {
      const { stream, revision } = places.next(writer);
      await bare.append(stream, revision - 1, event());
    });
  try {
    return await inTurns(bench, appending(store, writers), limit);
  } finally {
    await bare.close();
    await store.close();
  }
}

/** Appends through the adapters against the bare drivers. */
export const appendScenarios = (eventStoreDbUrl: string | null): readonly Scenario[] => [
  {
    name: 'append to PostgreSQL, 1 writer',
    unit: 'appends/s',
    better: 'more',
    atLeast: 0.8,
    run: (bench) => throughPostgres(bench, 1),
  },
  {
    name: 'append to PostgreSQL, 32 writers',
    unit: 'appends/s',
    better: 'more',
    atLeast: 0.6,
    run: (bench) => throughPostgres(bench, 32),
  },
  ...(eventStoreDbUrl === null
    ? []
    : [
        {
          name: 'append to EventStoreDB, 8 writers',
          unit: 'appends/s',
          better: 'more' as const,
          atLeast: 0.85,
          run: (bench: Bench) => throughEventStoreDb(bench, eventStoreDbUrl),
        },
      ]),
];
