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

/** Within which a dossier can be of a report, whatever of it is known. */
export interface Reach {
  /** The first instant at which it was ever said to be received; null before reception. */
  readonly activeFrom: Instant | null;
  /** Neither ended nor came to stand otherwise after it; null while it runs. */
  readonly activeUntil: Instant | null;
  /** Every agency that ever was to decide it. */
  readonly agencies: readonly string[];
}

/** When an event was recorded, and where. */
export type Heard = Pick<StandingVersion, 'position' | 'recordedAt'>;

/** Kết quả của một hồ sơ: where it stands, and every change of it that was folded and not kept yet. */
export interface OutcomeRow extends Reach {
  readonly dossierId: string;
  readonly standing: Standing | null;
  /** The standing as it is kept: its fields stand in one order, whether made here or read from the table. */
  readonly text: string;
  readonly changes: readonly StandingVersion[];
  /** Every event that was folded and not kept yet. */
  readonly heard: readonly Heard[];
  readonly revision: number;
}

/** The row after one more event. An effective instant never goes back within a dossier, so that any past is a prefix. */
export function foldOutcome(row: OutcomeRow | null, event: RecordedDossierEvent): OutcomeRow {
  const { revision, position, meta } = event;
  const before = row?.standing ?? null;
  const standing = standingAfter(before, courseAfter(courseOf(before), event), event);
  const text = JSON.stringify(standing);
  const { changes, heard: heardBefore, ...reach } = row ?? { ...NOWHERE, changes: [], heard: [] };
  const { recordedAt, effectiveAt } = meta;
  const heard = [...heardBefore, { position, recordedAt }];
  const next = {
    heard,
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    standing,
    text,
    revision,
  };
  if (standing === null || text === row?.text) return { ...reach, ...next, changes };
  const change = { revision, position, recordedAt, effectiveAt, standing, text };
  return { ...next, ...reachOf(reach, change), changes: [...changes, change] };
}

/** The course as far as a standing goes by it: not who held the dossier, nor its steps. Null before reception. */
function courseOf(standing: Standing | null): Course | null {
  if (standing === null) return null;
  const { code, procedure, field, centre, agency, receivedAt, first, lawful, current, calendar } = standing;
  if (receivedAt === null || first === null || lawful === null || current === null || calendar === null) return null;
  const { legs, sent, waits, ended } = standing;
  return {
    ...{ code: code ?? '', procedureCode: procedure ?? '', field: field ?? '', centre, holder: agency ?? centre },
    ...{ receivedAt, dates: { first, lawful, current }, calendar, legs, sent, waits, ended },
    ...{ steps: [], completedSteps: [], collectedAt: null },
  };
}

const NOWHERE: Reach = { activeFrom: null, activeUntil: null, agencies: [] };

function reachOf(before: Reach, { effectiveAt, standing: { receivedAt, ended, agency } }: StandingVersion): Reach {
  const { activeFrom, agencies } = before;
  return {
    activeFrom: activeFrom !== null && (receivedAt === null || activeFrom <= receivedAt) ? activeFrom : receivedAt,
    activeUntil: ended === null ? null : ended.at > effectiveAt ? ended.at : effectiveAt,
    agencies: agency === null || agencies.includes(agency) ? agencies : [...agencies, agency],
  };
}
