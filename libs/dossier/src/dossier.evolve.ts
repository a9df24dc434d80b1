import type { SupplementPolicy } from '#working-time';
import type { RecordedDossierEvent } from './dossier.events.js';
import { isOpenTransfer, type Case, type DossierSituation, type DossierState, type Transfer } from './dossier.state.js';

export const initialDossier: DossierState = {
  situation: { is: 'unknown' },
  revision: -1,
  lastEffectiveAt: null,
  voided: [],
  escalated: [],
  erased: false,
  stored: { papers: 0, bytes: 0 },
};

/** Said of the dossier's course, not a part of it: what happened before may still be entered late after it. */
const APART: readonly RecordedDossierEvent['type'][] = [
  'LatenessForecast',
  'EscalatedToHead',
  'OpinionOverdueNotified',
  'ActivityImported',
];

/** The state after one more event; it never refuses. */
export const evolveDossier = (state: DossierState, event: RecordedDossierEvent): DossierState => ({
  situation: situationAfter(state.situation, event),
  revision: event.revision,
  lastEffectiveAt: APART.includes(event.type) ? state.lastEffectiveAt : event.meta.effectiveAt,
  voided: event.type === 'NumberVoided' ? [...state.voided, event.data.code] : state.voided,
  escalated: event.type === 'EscalatedToHead' ? [...state.escalated, event.data.duty] : state.escalated,
  erased: state.erased || event.type === 'ApplicantErased',
  stored: event.type === 'PaperStored' ? storedAfter(state.stored, event.data.size) : state.stored,
});

const storedAfter = ({ papers, bytes }: DossierState['stored'], size: number): DossierState['stored'] => ({
  papers: papers + 1,
  bytes: bytes + size,
});

function situationAfter(was: DossierSituation, event: RecordedDossierEvent): DossierSituation {
  switch (event.type) {
    case 'DossierSubmitted':
      return { is: 'submitted', channel: event.data.channel, centre: event.data.centre, deskSupplements: 0 };
    case 'DossierRefusedAtDesk':
      return { is: 'refused-at-desk' };
    case 'DeskSupplementRequested':
      return was.is === 'submitted' ? { ...was, deskSupplements: was.deskSupplements + 1 } : was;
    case 'DossierReceived':
      return { is: 'in-process', case: received(event) };
    case 'DossierImported':
      return { is: 'imported', as: event.data };
    case 'DossierWithdrawn':
      return 'case' in was ? { is: 'withdrawn', case: was.case } : { is: 'withdrawn-before-reception' };
    case 'NumberVoided':
    case 'ActivityImported':
    case 'ApplicantErased':
    case 'EntryCorrected':
    case 'SatisfactionRated':
    case 'PortalAcknowledged':
    case 'PortalRejected':
    case 'ApplicationAdjusted':
    case 'PapersAdded':
    case 'PaperStored':
    case 'FeePaid':
    case 'EscalatedToHead':
    case 'DossierLossReported':
      return was;
    case 'DossierHandedOver':
      return 'case' in was ? caseAfter(was, event) : handedOverBeforeReception(was, event.data);
    default:
      return 'case' in was ? caseAfter(was, event) : was;
  }
}

type Beginning =
  | 'DossierSubmitted'
  | 'DossierRefusedAtDesk'
  | 'DeskSupplementRequested'
  | 'DossierReceived'
  | 'DossierImported'
  | 'DossierWithdrawn';
type WithoutEffect =
  | 'NumberVoided'
  | 'ActivityImported'
  | 'ApplicantErased'
  | 'EntryCorrected'
  | 'SatisfactionRated'
  | 'PortalAcknowledged'
  | 'PortalRejected'
  | 'ApplicationAdjusted'
  | 'PapersAdded'
  | 'PaperStored'
  | 'FeePaid'
  | 'EscalatedToHead'
  | 'DossierLossReported';
type CaseEvent = Exclude<RecordedDossierEvent, { type: Beginning | WithoutEffect }>;
type InCase = Extract<DossierSituation, { case: Case }>;

function caseAfter(was: InCase, event: CaseEvent): DossierSituation {
  const file = was.case;
  const keep = (changed: Partial<Case>): DossierSituation => ({ ...was, case: { ...file, ...changed } });
  switch (event.type) {
    case 'DossierAssigned':
      return was;
    case 'StepCompleted':
      return keep({ completedSteps: [...file.completedSteps, event.data.step] });
    case 'StepSentBack':
      return keep({ completedSteps: stepsBefore(file, event.data.to) });
    case 'DossierTransferred': {
      const { transfer, from, to, leg, form } = event.data;
      return keep({ transfers: [...file.transfers, { transfer, from, to, leg, form, status: 'in-transit' }] });
    }
    case 'TransferAccepted': {
      const taken = file.transfers.find(({ transfer }) => transfer === event.data.transfer);
      const holder = taken !== undefined && taken.leg === null ? taken.to : file.holder;
      return keep({ holder, transfers: answered(file.transfers, event.data.transfer, 'accepted') });
    }
    case 'TransferReturned':
      return keep({ transfers: answered(file.transfers, event.data.transfer, 'returned') });
    case 'LegCompleted':
      return keep({ completedLegs: [...file.completedLegs, event.data.leg] });
    case 'OpinionRequested':
      return keep({
        opinions: [...file.opinions, opinionAsked(event.data)],
      });
    case 'OpinionReceived':
      return keep({
        opinions: file.opinions.map((o, at) => (at === event.data.opinion - 1 ? { ...o, answered: true } : o)),
      });
    case 'OpinionOverdueNotified':
      return keep({
        opinions: file.opinions.map((o, at) => (at === event.data.opinion - 1 ? { ...o, overdueNotified: true } : o)),
      });
    case 'SupplementRequested':
      return {
        is: 'awaiting-supplement',
        case: { ...file, supplementRounds: event.data.round },
        since: event.meta.effectiveAt,
        closesAt: event.data.closesAt,
      };
    case 'SupplementCompleted':
      return { is: 'in-process', case: resumed(was, event, file.supplementPolicy) };
    case 'FinancialObligationFulfilled':
      return { is: 'in-process', case: resumed(was, event, 'PAUSE') };
    case 'DossierClosedUnsupplemented':
      return { is: 'closed', case: file };
    case 'FinancialObligationRequested':
      return {
        is: 'awaiting-payment',
        case: file,
        since: event.meta.effectiveAt,
        noticeNo: event.data.noticeNo,
      };
    case 'LatenessForecast':
      return event.data.by === 'rule' ? keep({ forecastFor: file.dates.lawful }) : was;
    case 'ApologyIssued':
      return keep({ apology: { documentNo: event.data.documentNo, proposedDueAt: event.data.proposedDueAt } });
    case 'ReturnRescheduled':
      return keep({
        rescheduledTo: event.data.dueAt,
        dates: event.data.movesCurrent ? { ...file.dates, current: event.data.dueAt } : file.dates,
      });
    case 'DueDateRestated':
      return keep({ dates: event.data.dates, due: event.data.due });
    case 'DecisionApproved':
      return { is: 'decided', case: { ...file, decision: 'granted' } };
    case 'DecisionRefused':
      return { is: 'decided', case: { ...file, decision: 'refused' } };
    case 'ResultReady':
      return { is: 'result-ready', case: file };
    case 'ResultReturned':
      return { is: 'returned', case: file };
    case 'DossierStopped':
      return { is: 'stopped', case: file };
    case 'ResultCorrectionOpened':
      return keep({ correctionOpen: true });
    case 'ResultCorrectionClosed':
      return keep({ correctionOpen: false });
    case 'DossierHandedOver':
      return keep(handedOver(file, event.data));
  }
}

const opinionAsked = ({ agency, answerBy }: { readonly agency: string; readonly answerBy: string }) => ({
  agency,
  answerBy,
  answered: false,
  overdueNotified: false,
});

type HandOver = Extract<RecordedDossierEvent, { type: 'DossierHandedOver' }>['data'];

/** Whatever of the dossier lay with the one agency, or was on its way to it, lies with the other. */
function handedOver(file: Case, { from, to }: HandOver): Partial<Case> {
  const successor = (agency: string): string => (agency === from ? to : agency);
  return {
    centre: successor(file.centre),
    collectAt: successor(file.collectAt),
    decidingAgency: successor(file.decidingAgency),
    holder: successor(file.holder),
    transfers: file.transfers.map((sent) => (isOpenTransfer(file, sent) ? { ...sent, to: successor(sent.to) } : sent)),
    opinions: file.opinions.map((asked) => (asked.answered ? asked : { ...asked, agency: successor(asked.agency) })),
  };
}

const handedOverBeforeReception = (was: DossierSituation, { from, to }: HandOver): DossierSituation =>
  was.is === 'submitted' && was.centre === from ? { ...was, centre: to } : was;

function received(event: Extract<RecordedDossierEvent, { type: 'DossierReceived' }>): Case {
  const { data, meta } = event;
  const first = data.workflow.steps[0];
  return {
    code: data.code,
    channel: data.channel,
    centre: data.centre,
    collectAt: data.collectAt,
    decidingAgency: data.decidingAgency,
    holder: data.decidingAgency,
    supplementPolicy: data.supplementPolicy,
    workflow: data.workflow,
    basis: data.limit.basis,
    receivedAt: meta.effectiveAt,
    dates: { first: data.due.dueAt, lawful: data.due.dueAt, current: data.due.dueAt },
    due: data.due,
    countedFrom: meta.effectiveAt,
    pauses: [],
    rescheduledTo: null,
    apology: null,
    completedSteps: first === undefined ? [] : [first.id],
    transfers: [],
    completedLegs: [],
    forecastFor: null,
    opinions: [],
    supplementRounds: 0,
    decision: null,
    correctionOpen: false,
  };
}

type EndOfWait = Extract<RecordedDossierEvent, { type: 'SupplementCompleted' | 'FinancialObligationFulfilled' }>;

function resumed(was: InCase, event: EndOfWait, policy: SupplementPolicy): Case {
  const { moved } = event.data;
  if (moved === null || !('since' in was)) return was.case;
  const to = event.meta.effectiveAt;
  const counted =
    policy === 'RESET' ? { countedFrom: to, pauses: [] } : { pauses: [...was.case.pauses, { from: was.since, to }] };
  return { ...was.case, dates: moved.dates, due: moved.due, ...counted };
}

const stepsBefore = (file: Case, step: string): readonly string[] => {
  const at = file.workflow.steps.findIndex(({ id }) => id === step);
  const before = file.workflow.steps.slice(0, at).map(({ id }) => id);
  return file.completedSteps.filter((id) => before.includes(id));
};

const answered = (transfers: readonly Transfer[], no: number, status: Transfer['status']): readonly Transfer[] =>
  transfers.map((transfer) => (transfer.transfer === no ? { ...transfer, status } : transfer));
