import type { RecordedDossierEvent } from '#dossier';
import type { Instant, Position } from '#kernel';
import { courseAfter, type Course } from '../course/course.fold.js';
import { changesOf, type StandingChanges } from './standing-changes.fold.js';
import { isOnCalendar, standingAfter, type Standing } from './standing.fold.js';

/** A standing from one event on, until the next. */
export interface StandingVersion {
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly standing: Standing;
  /** What is kept of it. */
  readonly changes: StandingChanges;
}

/** Within which a dossier can be of a report, whatever of it is known. */
export interface Reach {
  /** Since when anything is known of it: its filing, or its reception. */
  readonly filedFrom: Instant | null;
  /** The first instant at which it was ever said to be received; null before reception. */
  readonly activeFrom: Instant | null;
  /** Neither ended nor came to stand otherwise after it; null while it runs, or its result is being corrected. */
  readonly activeUntil: Instant | null;
  /** Every agency that ever was to decide it. */
  readonly agencies: readonly string[];
}

/** When an event was recorded, and where. */
export type Heard = Pick<StandingVersion, 'position' | 'recordedAt'>;

/** Kết quả của một hồ sơ: where it stands, and every version of that which was folded and not kept yet. */
export interface OutcomeRow {
  readonly dossierId: string;
  readonly standing: Standing | null;
  readonly reach: Reach;
  readonly versions: readonly StandingVersion[];
  /** Every event that was folded and not kept yet. */
  readonly heard: readonly Heard[];
  readonly revision: number;
}

/** The row after one more event. An effective instant never goes back within a dossier, so that any past is a prefix. */
export function foldOutcome(row: OutcomeRow | null, event: RecordedDossierEvent): OutcomeRow {
  const { revision, position, meta } = event;
  const before = row?.standing ?? null;
  const standing = standingAfter(before, courseAfter(courseOf(before), event), event);
  const changes = changesOf(before, standing);
  const { recordedAt, effectiveAt } = meta;
  const { reach, versions, heard } = row ?? NO_EVENT_YET;
  const version =
    standing === null || changes === null ? null : { revision, position, recordedAt, effectiveAt, standing, changes };
  return {
    dossierId: row?.dossierId ?? event.stream.slice(event.stream.indexOf('-') + 1),
    standing,
    reach: version === null ? reach : reachOf(reach, version),
    versions: version === null ? versions : [...versions, version],
    heard: [...heard, { position, recordedAt }],
    revision,
  };
}

/** The course as far as a standing goes by it: not who held the dossier, nor its steps. Null before reception. */
function courseOf(standing: Standing | null): Course | null {
  if (standing === null || !isOnCalendar(standing)) return null;
  const { code, procedure, field, centre, agency, receivedAt, calendar, legs, sent, waits, ended } = standing;
  const { first, lawful, current } = standing;
  // Written out, and not spread together: it is made for every event.
  return {
    code,
    procedureCode: procedure,
    field,
    centre,
    holder: agency,
    receivedAt,
    dates: { first, lawful, current },
    calendar,
    steps: [],
    legs,
    completedSteps: [],
    sent,
    waits,
    ended,
    collectedAt: null,
  };
}

const NO_EVENT_YET: Pick<OutcomeRow, 'reach' | 'versions' | 'heard'> = {
  reach: { filedFrom: null, activeFrom: null, activeUntil: null, agencies: [] },
  versions: [],
  heard: [],
};

function reachOf(before: Reach, { effectiveAt, standing }: StandingVersion): Reach {
  const { filedFrom, activeFrom, agencies } = before;
  const { receivedAt, ended, agency, corrections } = standing;
  const isOpen = corrections.some(({ closedAt }) => closedAt === null);
  return {
    filedFrom: filedFrom ?? effectiveAt,
    activeFrom: activeFrom !== null && (receivedAt === null || activeFrom <= receivedAt) ? activeFrom : receivedAt,
    activeUntil: ended === null || isOpen ? null : ended.at > effectiveAt ? ended.at : effectiveAt,
    agencies: agency === null || agencies.includes(agency) ? agencies : [...agencies, agency],
  };
}
