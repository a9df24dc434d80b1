import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Event, EventStore, Meta, Position, Recorded } from '#kernel';
import {
  projectionHealth,
  ProjectionRunner,
  rowsOf,
  rowTable,
  type Projection,
  type ProjectionHealth,
} from '#read-store';

/** A small read model for specs: sums what its streams counted. */
export interface TallyRow {
  readonly name: string;
  readonly total: number;
  readonly note: string;
  readonly revision: number;
}

type TallyEvent = Event<'Counted' | 'Fixed', 1, { readonly by: number; readonly note?: string }>;

/** Events that the log of a spec may hold; a read model knows some of them. */
export const counted = (by: number, note = '') => ({ type: 'Counted', v: 1, data: { by, note } });
/** Known only to a read model of later code. */
export const fixed = (by: number) => ({ type: 'Fixed', v: 1, data: { by } });
/** An int of PostgreSQL does not hold it. */
export const TOO_MUCH = 3_000_000_000;
/** The fold cannot take it. */
export const UNLUCKY = 13;

export interface TallyCode {
  readonly version?: number;
  readonly knows?: readonly string[];
  readonly fearsNothing?: boolean;
}

/** The read model as a version of the code knows it. */
export const tally = ({ version = 1, knows = ['Counted'], fearsNothing = false }: TallyCode = {}): Projection<
  TallyRow,
  TallyEvent
> => ({
  name: 'tally',
  version,
  prefixes: ['tally-'],
  key: (stream) => stream.slice('tally-'.length),
  upcast: (event) => {
    if (!knows.includes(event.type)) throw new Error(`unknown event ${event.type}`);
    return event as Recorded<TallyEvent>;
  },
  fold: (row, { stream, data, revision }) => {
    if (data.by === UNLUCKY && !fearsNothing) throw new Error('thirteen is unlucky');
    const factor = version;
    return {
      name: stream.slice('tally-'.length),
      total: (row?.total ?? 0) + data.by * factor,
      note: data.note ?? '',
      revision,
    };
  },
  storage: rowTable<TallyRow>({
    name: 'tally',
    key: 'name',
    revision: ({ revision }) => revision,
    columns: {
      name: { column: 'name', type: 'text' },
      total: { column: 'total', type: 'int' },
      note: { column: 'note', type: 'text' },
      revision: { column: 'revision', type: 'int' },
    },
    indexes: ['(total)'],
  }),
});

const META: Meta = {
  actor: { id: 'spec', role: 'administrator', agency: null },
  recordedAt: '2026-11-20T02:00:00.000Z',
  effectiveAt: '2026-11-20T02:00:00.000Z',
  correlationId: 'spec',
  causationId: null,
  commandId: 'spec',
  commandDigest: '',
};

/** Appends to a stream and answers the position of the last event. */
export async function append(store: EventStore, name: string, ...events: readonly Event[]): Promise<Position> {
  let position = '';
  for (const event of events)
    ({ position } = await store.append(`tally-${name}`, 'any', [{ ...event, id: randomUUID(), meta: META }]));
  return position;
}

export const tallies = (db: DataSource) =>
  rowsOf<TallyRow>(db, 'select name, total, note, revision from read.tally order by name');

export const totals = async (db: DataSource): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries((await tallies(db)).map(({ name, total }) => [name, total]));

export async function health(db: DataSource): Promise<ProjectionHealth> {
  const found = (await projectionHealth(db)).find(({ projection }) => projection === 'tally');
  if (found === undefined) throw new Error('the read model has no health');
  return found;
}

/** Waits, bounded, until something holds. */
export async function until(holds: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> {
  for (const end = performance.now() + withinMs; performance.now() < end; await wait(10)) if (await holds()) return;
  throw new Error('it never came true');
}

/** Until the read model has handled a position. */
export const reached = (db: DataSource, position: Position): Promise<void> =>
  until(async () => ((await health(db)).position ?? '') >= position);

/** Runs a read model while something is done. */
export async function running<T>(
  options: ConstructorParameters<typeof ProjectionRunner>[0],
  during: (runner: ProjectionRunner) => Promise<T>,
): Promise<T> {
  const runner = new ProjectionRunner(options);
  runner.start();
  try {
    return await during(runner);
  } finally {
    await runner.stop();
  }
}
