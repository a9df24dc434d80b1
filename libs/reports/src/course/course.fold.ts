import { fieldNamed } from '#catalogue';
import type { Instant } from '#kernel';
import type { DossierEvent, DossierEventOf, DueDates, RecordedDossierEvent } from '#dossier';
import type { Limit } from '#working-time';
import { answered, completed, countable, isOut, sending, type Sent } from './sent.fold.js';

/** A wait for the applicant. */
export interface Wait {
  readonly for: 'supplement' | 'payment';
  readonly from: Instant;
  readonly to: Instant | null;
}

export type Ending = 'finished' | 'withdrawn' | 'stopped' | 'closed';

export interface CourseLeg {
  readonly id: string;
  readonly after: readonly string[];
  readonly limit: Limit | null;
  readonly waitsForPayment: boolean;
}

/** Diễn biến — where a received dossier has been: what the ledger of responsibility and the flows are told from. */
export interface Course {
  readonly code: string;
  readonly procedureCode: string;
  readonly field: string;
  readonly centre: string;
  /** Who holds the whole dossier. */
  readonly holder: string;
  readonly receivedAt: Instant;
  readonly dates: DueDates;
  /** The calendar that its due date rests on. */
  readonly calendar: { readonly id: string; readonly version: number };
  readonly steps: readonly { readonly id: string; readonly role: string; readonly hours: number | null }[];
  readonly legs: readonly CourseLeg[];
  readonly completedSteps: readonly string[];
  readonly sent: readonly Sent[];
  readonly waits: readonly Wait[];
  /** By the first result, the withdrawal, the stop or the closing. */
  readonly ended: { readonly as: Ending; readonly at: Instant } | null;
  readonly collectedAt: Instant | null;
}

type Later = Exclude<RecordedDossierEvent, { readonly type: 'DossierReceived' }>;

/** The course after one more event; null before reception. */
export function courseAfter(course: Course | null, event: RecordedDossierEvent): Course | null {
  switch (event.type) {
    case 'DossierReceived':
      return begun(event.data, event.meta.effectiveAt);
    default: {
      const changes = course === null ? null : changesBy(course, event);
      return course === null || changes === null ? course : { ...course, ...changes };
    }
  }
}

function changesBy(course: Course, event: Later): Partial<Course> | null {
  const at = event.meta.effectiveAt;
  if (course.ended !== null) return event.type === 'ResultReturned' ? collected(course, at) : null;
  switch (event.type) {
    case 'StepCompleted':
      return { completedSteps: [...course.completedSteps, event.data.step] };
    case 'StepSentBack':
      return { completedSteps: stepsBefore(course, event.data.to) };
    case 'DossierTransferred':
      return { sent: [...course.sent, sending(event.data, at)] };
    case 'TransferAccepted':
      return accepted(course, event.data.transfer, at);
    case 'TransferReturned':
      return { sent: answered(course.sent, event.data.transfer, 'returned', at) };
    case 'LegCompleted':
      return { sent: completed(course.sent, event.data, at) };
    case 'DossierHandedOver':
      return handedOver(course, event.data);
    case 'SupplementRequested':
      return { waits: [...course.waits, { for: 'supplement', from: at, to: null }] };
    case 'FinancialObligationRequested':
      return { waits: [...course.waits, { for: 'payment', from: at, to: null }] };
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled':
      return { ...resting(event.data.moved), waits: course.waits.map((wait) => ({ ...wait, to: wait.to ?? at })) };
    case 'ReturnRescheduled':
      return event.data.movesCurrent ? { dates: { ...course.dates, current: event.data.dueAt } } : null;
    case 'DueDateRestated':
      return resting(event.data);
    case 'ResultReady':
      return { ended: { as: 'finished', at } };
    case 'ResultReturned':
      return { ended: { as: 'finished', at }, collectedAt: at };
    case 'DossierWithdrawn':
      return { ended: { as: 'withdrawn', at } };
    case 'DossierStopped':
      return { ended: { as: 'stopped', at } };
    case 'DossierClosedUnsupplemented':
      return { ended: { as: 'closed', at } };
    default:
      return without(event.type);
  }
}

/** Moves neither who holds the dossier nor what is counted. */
type WithoutEffect =
  | ('DossierSubmitted' | 'DossierRefusedAtDesk' | 'DeskSupplementRequested' | 'DossierImported' | 'NumberVoided')
  | ('DossierAssigned' | 'OpinionRequested' | 'OpinionReceived' | 'OpinionOverdueNotified' | 'LatenessForecast')
  | (
      | 'ApologyIssued'
      | 'DecisionApproved'
      | 'DecisionRefused'
      | 'ApplicationAdjusted'
      | 'PapersAdded'
      | 'PaperStored'
      | 'FeePaid'
    )
  | ('EscalatedToHead' | 'DossierLossReported' | 'ResultCorrectionOpened' | 'ResultCorrectionClosed')
  | ('EntryCorrected' | 'SatisfactionRated' | 'PortalAcknowledged' | 'PortalRejected' | 'ActivityImported')
  | 'ApplicantErased';

/** A new event does not compile until it is told here or above. */
const without = (_: WithoutEffect): null => null;

type DataOf<T extends DossierEvent['type']> = DossierEventOf<T>['data'];

function begun(data: DataOf<'DossierReceived'>, receivedAt: Instant): Course {
  const { steps, legs } = data.workflow;
  const { dueAt, calendar } = data.due;
  return {
    code: data.code,
    procedureCode: data.procedure.code,
    field: fieldNamed(data.field),
    centre: data.centre,
    holder: data.decidingAgency,
    receivedAt,
    dates: { first: dueAt, lawful: dueAt, current: dueAt },
    calendar,
    steps: steps.map(({ id, role, hours }) => ({ id, role, hours })),
    legs: legs.map(({ id, after, limit, waitsForApplicant }) => ({
      ...{ id, after, limit: countable(limit) },
      waitsForPayment: waitsForApplicant !== null,
    })),
    completedSteps: steps.slice(0, 1).map(({ id }) => id),
    sent: [],
    waits: [],
    ended: null,
    collectedAt: null,
  };
}

const collected = (course: Course, at: Instant): Partial<Course> | null =>
  course.ended?.as === 'finished' && course.collectedAt === null ? { collectedAt: at } : null;

/** Where nothing moved the dates stand, and the calendar that they rest on. */
const resting = (moved: DataOf<'SupplementCompleted'>['moved']): Partial<Course> | null =>
  moved === null ? null : { dates: moved.dates, calendar: moved.due.calendar };

const stepsBefore = ({ steps, completedSteps }: Course, step: string): readonly string[] => {
  const before = steps
    .slice(
      0,
      Math.max(
        0,
        steps.findIndex(({ id }) => id === step),
      ),
    )
    .map(({ id }) => id);
  return completedSteps.filter((id) => before.includes(id));
};

/** The whole dossier changes its holder; a leg does not. */
function accepted(course: Course, no: number, at: Instant): Partial<Course> {
  const taken = course.sent.find(({ transfer }) => transfer === no);
  const holder = taken !== undefined && taken.leg === null ? taken.toNow : course.holder;
  return { holder, sent: answered(course.sent, no, 'accepted', at) };
}

function handedOver(course: Course, { from, to }: DataOf<'DossierHandedOver'>): Partial<Course> {
  const successor = (agency: string) => (agency === from ? to : agency);
  return {
    centre: successor(course.centre),
    holder: successor(course.holder),
    sent: course.sent.map((each) =>
      isOut(each) ? { ...each, fromNow: successor(each.fromNow), toNow: successor(each.toNow) } : each,
    ),
  };
}
