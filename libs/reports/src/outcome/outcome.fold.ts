import type { RecordedDossierEvent } from '#dossier';
import type { Instant, Position } from '#kernel';
import { courseAfter, type Course } from '../course/course.fold.js';
import { standingAfter, type Standing } from './standing.fold.js';

/** A standing from one event on, until the next. */
export interface StandingVersion {
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly standing: Standing;
  /** The standing as it is kept. */
  readonly text: string;
}

/** Kết quả của một hồ sơ: where it stands, and every change of it that was folded and not kept yet. */
export interface OutcomeRow {
  readonly dossierId: string;
  readonly course: Course | null;
  readonly standing: Standing | null;
  /** The standing as it is kept: its fields stand in one order, whether made here or read from the table. */
  readonly text: string;
  readonly changes: readonly StandingVersion[];
  readonly revision: number;
}

/** The row after one more event. An effective instant never goes back within a dossier, so that any past is a prefix. */
export function foldOutcome(row: OutcomeRow | null, event: RecordedDossierEvent): OutcomeRow {
  const { revision, position, meta } = event;
  const course = courseAfter(row?.course ?? null, event);
  const standing = standingAfter(row?.standing ?? null, course, event);
  const text = JSON.stringify(standing);
  const changes = row?.changes ?? [];
  const { recordedAt, effectiveAt } = meta;
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    ...{ course, standing, text },
    changes:
      standing === null || text === row?.text
        ? changes
        : [...changes, { revision, position, recordedAt, effectiveAt, standing, text }],
    revision,
  };
}
