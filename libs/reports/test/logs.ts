import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { RecordedDossierEvent } from '#dossier';
import type { Position } from '#kernel';
import { LIVE_SCHEMA, type Folded } from '#read-store';
import { foldOutcome, type OutcomeRow } from '../src/outcome/outcome.fold.js';
import { outcomesProjection } from '../src/outcome/outcome.projection.js';
import { courseEvents, courses } from './courses.js';
import { lifeOf, moves } from './lives.js';
import { older, olderEvents } from './older-register.js';

/** The lives of several dossiers, by chance. */
export const severalLives = fc.array(
  fc.oneof({ weight: 5, arbitrary: courses.map(courseEvents) }, moves.map(lifeOf), older.map(olderEvents)),
  { minLength: 5, maxLength: 25, size: 'max' },
);

export const positionAt = (index: number): Position => index.toString(16).padStart(32, '0');

/** Several dossiers, their events one after another by when they were recorded, each with its place in the log. */
export function logOf(dossiers: readonly (readonly RecordedDossierEvent[])[]): readonly RecordedDossierEvent[] {
  const placed = dossiers.flatMap((events, at) => {
    let written = '';
    return events.map((event) => {
      if (event.meta.recordedAt > written) written = event.meta.recordedAt;
      return { written, event: { ...event, stream: `dossier-${at}` } };
    });
  });
  return placed
    .toSorted((a, b) => (a.written < b.written ? -1 : a.written > b.written ? 1 : 0))
    .map(({ event }, at) => ({ ...event, position: positionAt(at + 1) }));
}

/** Says that the outcomes were folded up to a position. */
export const reached = (db: DataSource, position: Position): Promise<unknown> =>
  db.query(
    `insert into read.checkpoints (projection, build, version, position) values ('outcomes', 'live', $2, $1)
     on conflict (projection, build) do update set position = excluded.position`,
    [position, outcomesProjection.version],
  );

/** Folds a log into emptied tables of outcomes, in two batches, as a runner does. @param between what is done after each */
export async function foldedInto(
  db: DataSource,
  log: readonly RecordedDossierEvent[],
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await db.query(`truncate ${outcomesProjection.storage.tables.map(({ name }) => `read.${name}`).join(', ')}`);
  const half = log.length >> 1;
  for (const batch of [log.slice(0, half), log.slice(half)]) {
    const keys = [...new Set(batch.map(({ stream }) => outcomesProjection.key(stream)))];
    const held = new Map<string, Folded<OutcomeRow>>(await outcomesProjection.storage.load(db, LIVE_SCHEMA, keys));
    for (const event of batch) {
      const key = outcomesProjection.key(event.stream);
      held.set(key, { row: foldOutcome(held.get(key)?.row ?? null, event), revision: event.revision });
    }
    await outcomesProjection.storage.store(db, LIVE_SCHEMA, held);
    await reached(db, batch.at(-1)?.position ?? positionAt(0));
    await between();
  }
  await reached(db, positionAt(log.length + 1));
}
