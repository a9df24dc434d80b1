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
}

/** Kết quả của một hồ sơ: where it stands, and every change of it that was folded and not kept yet. */
export interface OutcomeRow {
  readonly dossierId: string;
  readonly course: Course | null;
  readonly standing: Standing | null;
  readonly changes: readonly StandingVersion[];
  readonly revision: number;
}

/** The row after one more event. An effective instant never goes back within a dossier, so that any past is a prefix. */
export function foldOutcome(row: OutcomeRow | null, event: RecordedDossierEvent): OutcomeRow {
  const { revision, position, meta } = event;
  const course = courseAfter(row?.course ?? null, event);
  const before = row?.standing ?? null;
  const standing = standingAfter(before, course, event);
  const changes = row?.changes ?? [];
  const { recordedAt, effectiveAt } = meta;
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    course,
    standing,
    changes:
      standing === null || isSame(standing, before)
        ? changes
        : [...changes, { revision, position, recordedAt, effectiveAt, standing }],
    revision,
  };
}

/** Fields of a standing stand in one order, whether made here or read from the table. */
const isSame = (a: Standing, b: Standing | null): boolean => JSON.stringify(a) === JSON.stringify(b);
