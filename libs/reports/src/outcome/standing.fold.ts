import { fieldNamed } from '#catalogue';
import type { DossierEventOf, RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import type { Limit } from '#working-time';
import type { Course, Ending, Wait } from '../course/course.fold.js';

/** Thời hạn: what the law allows, and what was promised, which is the shorter one where the province published one. */
export interface Limits {
  readonly statutory: Limit;
  readonly counted: Limit;
}

/** Văn bản xin lỗi (Article 19.6). */
export interface Apologies {
  readonly first: Instant | null;
  /** The first after the lawful due date was last moved. */
  readonly sinceMove: Instant | null;
  /** By when one is due, for the lawful date as it stands; null where it would be owed at once. */
  readonly by: Instant | null;
}

/** Sửa kết quả sai (Article 23.1): when it was found, by when it is to be corrected, and when it was. */
export interface Correction {
  readonly openedAt: Instant;
  readonly by: Instant;
  readonly closedAt: Instant | null;
}

/** Where a dossier stands for the figures. */
export interface Standing {
  /** Mã hồ sơ; null before reception. Of one that was imported, the number of the older register. */
  readonly code: string | null;
  /** Null of one that was imported from an older register, which names procedures and no codes. */
  readonly procedure: string | null;
  readonly procedureVersion: number | null;
  readonly field: string | null;
  readonly channel: string;
  readonly centre: string;
  /** Cơ quan giải quyết, after hand-overs to successors; null before reception. */
  readonly agency: string | null;
  /** Who was last put in charge. */
  readonly officer: string | null;
  /** When it was filed without the applicant at the desk; null where it was received at once. */
  readonly submittedAt: Instant | null;
  /** When the desk first answered what was filed: received it, refused it, or asked to complete it (Article 17.2). */
  readonly answeredAt: Instant | null;
  readonly receivedAt: Instant | null;
  /** As printed; the three are null where an older register promised nothing, and before reception. */
  readonly first: Instant | null;
  /** Moved only by law. */
  readonly lawful: Instant | null;
  /** Moved by one rescheduling too. */
  readonly current: Instant | null;
  /** The calendar that the dates rest on; null where they were given and not counted. */
  readonly calendar: Course['calendar'] | null;
  readonly limits: Limits | null;
  readonly waits: readonly Wait[];
  /** What was sent to other agencies, whole or by legs of its workflow. */
  readonly sent: Course['sent'];
  readonly legs: Course['legs'];
  /** How often a supplement was asked for after reception. */
  readonly supplements: number;
  /** Whether the appointment was ever put back, in time to move the current due date or not. */
  readonly rescheduled: boolean;
  readonly apologies: Apologies;
  /** Whether every paper that was received is digital; null before reception and where it was not told. */
  readonly digital: boolean | null;
  /** When the first result was there, and whether it was issued electronically. */
  readonly result: { readonly at: Instant; readonly electronic: boolean } | null;
  readonly corrections: readonly Correction[];
  /** The first rating, 1 to 5: nobody rates better afterwards (choice). */
  readonly rating: { readonly at: Instant; readonly overall: number } | null;
  /** `recordedAt`: of a late entry, long after. */
  readonly ended: { readonly as: Ending; readonly at: Instant; readonly recordedAt: Instant } | null;
}

type KnownThen = 'code' | 'procedure' | 'field' | 'agency' | 'receivedAt' | 'first' | 'lawful' | 'current' | 'calendar';

/** Where a dossier stands that a calendar is kept for, from its reception on: all of these are known then. */
export type CalendarStanding = Standing & { readonly [K in KnownThen]: NonNullable<Standing[K]> };

/** Reception says them together; one that was imported from an older register has no calendar. */
export const isOnCalendar = (standing: Standing): standing is CalendarStanding => standing.calendar !== null;

/** The standing after one more event; null while nothing is known that a figure counts. */
export function standingAfter(
  before: Standing | null,
  course: Course | null,
  event: RecordedDossierEvent,
): Standing | null {
  if (event.type === 'DossierImported') return imported(before, event);
  if (event.type === 'DossierSubmitted') return submitted(event);
  if (event.type === 'DossierReceived') return course === null ? null : received(before, event, course);
  if (before === null) return null;
  if (course === null) return atTheDesk(before, event);
  const [moved, said] = [movedBy(before, course), saidBy(before, event)];
  return ended(moved === null && said === null ? before : { ...before, ...moved, ...said }, course, event);
}

type EventOf<T extends RecordedDossierEvent['type']> = RecordedDossierEvent & { readonly type: T };
type DataOf<T extends RecordedDossierEvent['type']> = DossierEventOf<T>['data'];

const NO_APOLOGY: Apologies = { first: null, sinceMove: null, by: null };
/** Of a dossier of which nothing else is known. */
export const NOTHING_YET: Standing = {
  ...{ code: null, procedure: null, procedureVersion: null, field: null, channel: '', centre: '', agency: null },
  ...{ officer: null, submittedAt: null, answeredAt: null, receivedAt: null, first: null, lawful: null, current: null },
  ...{ calendar: null, limits: null, waits: [], sent: [], legs: [], supplements: 0, rescheduled: false },
  ...{ apologies: NO_APOLOGY, digital: null, result: null, corrections: [] },
  ...{ rating: null, ended: null },
};

const submitted = ({ data, meta }: EventOf<'DossierSubmitted'>): Standing => ({
  ...NOTHING_YET,
  procedure: data.procedure.code,
  channel: data.channel,
  centre: data.centre,
  submittedAt: meta.effectiveAt,
});

const received = (before: Standing | null, { data, meta }: EventOf<'DossierReceived'>, course: Course): Standing => ({
  ...NOTHING_YET,
  code: data.code,
  procedure: data.procedure.code,
  procedureVersion: data.procedure.version,
  field: fieldNamed(data.field),
  channel: data.channel,
  centre: data.centre,
  agency: data.decidingAgency,
  submittedAt: before?.submittedAt ?? null,
  answeredAt: before?.answeredAt ?? meta.effectiveAt,
  receivedAt: course.receivedAt,
  ...{ first: course.dates.first, lawful: course.dates.lawful, current: course.dates.current },
  calendar: course.calendar,
  limits: { statutory: data.limit.statutory, counted: data.limit.counted },
  ...{ waits: [], sent: [], legs: course.legs },
  apologies: { ...NO_APOLOGY, by: data.due.apologyBy },
  digital: data.papers.length > 0 && data.papers.every(({ digital }) => digital),
});

/** The older register's dates stand as given; they need not be printed as ours are. */
function imported(before: Standing | null, { data, meta }: EventOf<'DossierImported'>): Standing {
  const printed = (date: string | null): Instant | null => (date === null ? null : new Date(date).toISOString());
  const [promised, end] = [printed(data.promisedAt), printed(data.endedAt)];
  const { externalId, channel, agency } = data;
  return {
    ...NOTHING_YET,
    ...{ code: externalId, procedure: null, channel, centre: agency, agency },
    receivedAt: new Date(data.startedAt).toISOString(),
    ...{ first: promised, lawful: promised, current: promised },
    rating: before?.rating ?? null,
    // What an older register holds was entered there in its time; nobody knows when.
    ended: end === null ? null : { as: 'finished', at: end, recordedAt: meta.recordedAt },
  };
}

/** What happens to what was filed before it is received. */
function atTheDesk(before: Standing, event: RecordedDossierEvent): Standing {
  const {
    type,
    meta: { effectiveAt: at, recordedAt },
  } = event;
  if (event.type === 'DossierHandedOver') return { ...before, ...handedOver(before, event.data) };
  if (type === 'DossierRefusedAtDesk' || type === 'DeskSupplementRequested')
    return { ...before, answeredAt: before.answeredAt ?? at };
  return type === 'DossierWithdrawn' ? { ...before, ended: { as: 'withdrawn', at, recordedAt } } : before;
}

function movedBy(before: Standing, { dates, calendar, waits, sent }: Course): Partial<Standing> | null {
  const isMoved =
    before.lawful !== dates.lawful ||
    before.current !== dates.current ||
    before.calendar !== calendar ||
    before.waits !== waits ||
    before.sent !== sent;
  return isMoved ? { lawful: dates.lawful, current: dates.current, calendar, waits, sent } : null;
}

function saidBy(before: Standing, event: RecordedDossierEvent): Partial<Standing> | null {
  const at = event.meta.effectiveAt;
  switch (event.type) {
    case 'DossierAssigned':
      return { officer: event.data.officer };
    case 'SupplementRequested':
      return { supplements: before.supplements + 1 };
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled':
      return { apologies: apologiesAfter(before, event.data.moved) };
    case 'DueDateRestated':
      return { apologies: apologiesAfter(before, event.data) };
    case 'ReturnRescheduled':
      return { rescheduled: true };
    case 'ApologyIssued': {
      const { first, sinceMove, by } = before.apologies;
      return { apologies: { first: first ?? at, sinceMove: sinceMove ?? at, by } };
    }
    case 'ResultReady': {
      const { papers } = event.data;
      const electronic = papers.length > 0 && papers.every(({ digital }) => digital);
      return { result: before.result ?? { at, electronic } };
    }
    case 'ResultReturned':
      return { result: before.result ?? { at, electronic: event.data.how === 'electronic' } };
    case 'ResultCorrectionOpened': {
      const opened = { openedAt: at, by: event.data.correctBy, closedAt: null };
      return { corrections: [...before.corrections, opened] };
    }
    case 'ResultCorrectionClosed':
      return { corrections: before.corrections.map((each) => ({ ...each, closedAt: each.closedAt ?? at })) };
    case 'SatisfactionRated':
      return { rating: before.rating ?? { at, overall: event.data.overall } };
    case 'DossierHandedOver':
      return handedOver(before, event.data);
    default:
      return null;
  }
}

/** An apology for a date that the law has moved since is none for the date that stands. */
function apologiesAfter(
  { lawful, apologies }: Standing,
  moved: Pick<NonNullable<DataOf<'SupplementCompleted'>['moved']>, 'dates' | 'due'> | null,
): Apologies {
  if (moved === null) return apologies;
  const sinceMove = moved.dates.lawful === lawful ? apologies.sinceMove : null;
  return { ...apologies, sinceMove, by: moved.due.apologyBy };
}

function handedOver({ centre, agency }: Standing, { from, to }: DataOf<'DossierHandedOver'>): Partial<Standing> {
  return { centre: centre === from ? to : centre, agency: agency === from ? to : agency };
}

/** The first end counts, and keeps when it was entered. */
function ended(standing: Standing, course: Course, { meta }: RecordedDossierEvent): Standing {
  if (course.ended === null || standing.ended !== null) return standing;
  return { ...standing, ended: { ...course.ended, recordedAt: meta.recordedAt } };
}
