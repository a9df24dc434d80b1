import type { DossierEventOf, RecordedDossierEvent } from '#dossier';
import type { Instant, Position } from '#kernel';
import { courseAfter, type Course, type Ending } from '../course/course.fold.js';

/** Where a dossier stands for the figures. */
export interface Standing {
  readonly code: string;
  /** Null of one that was imported from an older register, which names procedures and no codes. */
  readonly procedure: string | null;
  readonly field: string | null;
  readonly channel: string;
  readonly centre: string;
  /** Cơ quan giải quyết, after hand-overs to successors. */
  readonly agency: string;
  readonly receivedAt: Instant;
  /** As printed; the three are null where an older register promised nothing. */
  readonly first: Instant | null;
  /** Moved only by law. */
  readonly lawful: Instant | null;
  /** Moved by one rescheduling too. */
  readonly current: Instant | null;
  /** The calendar that the dates rest on; null where they were given and not counted. */
  readonly calendar: string | null;
  /** Since when the applicant is waited for; null while nobody waits. */
  readonly pausedSince: Instant | null;
  /** When the last supplement was asked for. */
  readonly askedAt: Instant | null;
  readonly ended: { readonly as: Ending; readonly at: Instant } | null;
}

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

function standingAfter(before: Standing | null, course: Course | null, event: RecordedDossierEvent): Standing | null {
  if (event.type === 'DossierImported') return imported(event.data);
  if (event.type === 'DossierReceived') return course === null ? null : received(event.data, course);
  if (before === null || course === null) return before;
  const after = { ...before, ...movedBy(course) };
  return event.type === 'DossierHandedOver' ? handedOver(after, event.data) : after;
}

type DataOf<T extends RecordedDossierEvent['type']> = DossierEventOf<T>['data'];
type Moved = Pick<Standing, 'lawful' | 'current' | 'calendar' | 'pausedSince' | 'askedAt' | 'ended'>;

const movedBy = ({ dates, calendar, waits, ended }: Course): Moved => ({
  lawful: dates.lawful,
  current: dates.current,
  calendar: `${calendar.id} ${calendar.version}`,
  pausedSince: waits.find(({ to }) => to === null)?.from ?? null,
  askedAt: waits.findLast((wait) => wait.for === 'supplement')?.from ?? null,
  ended,
});

const received = (data: DataOf<'DossierReceived'>, course: Course): Standing => ({
  code: data.code,
  procedure: data.procedure.code,
  field: data.field,
  channel: data.channel,
  centre: data.centre,
  agency: data.decidingAgency,
  receivedAt: course.receivedAt,
  first: course.dates.first,
  ...movedBy(course),
});

/** The older register's dates stand as given; they need not be printed as ours are. */
function imported(data: DataOf<'DossierImported'>): Standing {
  const promised = data.promisedAt === null ? null : new Date(data.promisedAt).toISOString();
  const { agency, endedAt } = data;
  return {
    ...{ code: data.externalId, procedure: null, field: null, channel: data.channel, centre: agency, agency },
    receivedAt: new Date(data.startedAt).toISOString(),
    ...{ first: promised, lawful: promised, current: promised, calendar: null, pausedSince: null, askedAt: null },
    ended: endedAt === null ? null : { as: 'finished', at: new Date(endedAt).toISOString() },
  };
}

function handedOver(standing: Standing, { from, to }: DataOf<'DossierHandedOver'>): Standing {
  const successor = (agency: string): string => (agency === from ? to : agency);
  return { ...standing, centre: successor(standing.centre), agency: successor(standing.agency) };
}
