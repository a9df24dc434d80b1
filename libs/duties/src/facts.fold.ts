import type { DossierEventOf, RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import type { Limit } from '#working-time';

type Received = DossierEventOf<'DossierReceived'>['data'];

/** An agency was sent the dossier or a leg of it. */
export interface Sent {
  readonly transfer: number;
  readonly from: string;
  readonly to: string;
  readonly leg: string | null;
  readonly limit: Limit | null;
  readonly sentAt: Instant;
  readonly answeredAt: Instant | null;
  readonly status: 'in-transit' | 'accepted' | 'returned';
}

export interface Asked {
  readonly opinion: number;
  readonly agency: string;
  readonly askedAt: Instant;
  readonly answerBy: Instant;
  readonly answeredAt: Instant | null;
  readonly overdueNotifiedAt: Instant | null;
}

/** A wait for the applicant: no limit of the office runs. */
export interface Wait {
  readonly is: 'supplement' | 'payment';
  readonly no: number;
  readonly since: Instant;
  readonly closesAt: Instant | null;
  readonly endedAt: Instant | null;
}

/** An application that awaits, or awaited, the desk's answer. */
export interface Submission {
  readonly at: Instant;
  readonly centre: string;
  readonly answeredAt: Instant | null;
}

/** What was received, and where it stands now. */
export interface ReceivedFile {
  readonly at: Instant;
  readonly code: string;
  readonly centre: string;
  readonly collectAt: string;
  readonly decidingAgency: string;
  readonly holder: string;
  readonly hasPaper: boolean;
  readonly supplementPolicy: Received['supplementPolicy'];
  readonly steps: Received['workflow']['steps'];
  readonly legs: Received['workflow']['legs'];
}

/** The step in hand: since when, and the stretches worked before a wait that keeps the rest. */
export interface StepInHand {
  readonly since: Instant;
  readonly before: readonly { readonly from: Instant; readonly to: Instant }[];
}

/** What of a dossier's history decides who owes what; no calendar, so that a later one can be laid on it. */
export interface DutyFacts {
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedure: string | null;
  readonly submission: Submission | null;
  readonly received: ReceivedFile | null;
  readonly lawful: Instant | null;
  readonly current: Instant | null;
  readonly apologyBy: Instant | null;
  /** Calendar version that the lawful date rests on. */
  readonly calendarVersion: number;
  /** When the lawful date was last moved; of the reception, while it was not. */
  readonly lawfulSince: Instant | null;
  /** How often it was moved. */
  readonly moves: number;
  readonly completedSteps: readonly string[];
  readonly step: StepInHand | null;
  readonly officer: string | null;
  /** When the unit was first seen to have the file. */
  readonly takenUpAt: Instant | null;
  readonly supplementAskedAt: Instant | null;
  readonly waits: readonly Wait[];
  readonly sent: readonly Sent[];
  readonly legsDone: readonly { readonly leg: string; readonly at: Instant }[];
  readonly asked: readonly Asked[];
  readonly forecast: { readonly at: Instant; readonly by: 'officer' | 'rule' } | null;
  readonly apologisedAt: Instant | null;
  readonly rescheduled: { readonly at: Instant; readonly dueAt: Instant; readonly movesCurrent: boolean } | null;
  readonly corrections: readonly { readonly at: Instant; readonly by: Instant; readonly closedAt: Instant | null }[];
  readonly readyAt: Instant | null;
  readonly returnedAt: Instant | null;
  /** Withdrawn, stopped, closed, refused at the desk: nobody owes anything any more. */
  readonly stoppedAt: Instant | null;
  readonly escalated: readonly string[];
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: Instant;
}

/** Whether the applicant is waited for. */
export const isWaiting = ({ waits }: DutyFacts): boolean => waits.some(({ endedAt }) => endedAt === null);

/** Since when nobody works on it any more: finished, or ended without a result. */
export const overAt = ({ readyAt, stoppedAt }: DutyFacts): Instant | null => readyAt ?? stoppedAt;

/** Bước hiện tại: the first that is not done, with its number from 1; null when all are, or before reception. */
export function inHand({ received: file, completedSteps }: DutyFacts) {
  const steps = file?.steps ?? [];
  const at = steps.findIndex(({ id }) => !completedSteps.includes(id));
  const step = steps[at];
  return step === undefined ? null : { ...step, no: at + 1 };
}

type Changes = Partial<DutyFacts>;
type DataOf<T extends RecordedDossierEvent['type']> = DossierEventOf<T>['data'];

/** The facts after one more event. */
export function foldFacts(row: DutyFacts | null, event: RecordedDossierEvent): DutyFacts {
  const before = row ?? nothing(event);
  const { revision, position } = event;
  return { ...before, ...changesBy(before, event), revision, position, recordedAt: event.meta.recordedAt };
}

function changesBy(facts: DutyFacts, event: RecordedDossierEvent): Changes | null {
  const at = event.meta.effectiveAt;
  switch (event.type) {
    case 'DossierSubmitted': {
      const { procedure, centre } = event.data;
      return { procedure: procedure.code, submission: { at, centre, answeredAt: null } };
    }
    case 'DossierReceived':
      return { ...answered(facts, at), ...received(event.data, at) };
    case 'DeskSupplementRequested':
      return answered(facts, at);
    case 'DossierRefusedAtDesk':
    case 'DossierWithdrawn':
    case 'DossierStopped':
    case 'DossierClosedUnsupplemented':
      return { ...answered(facts, at), ...endedWait(facts, at), stoppedAt: at, step: null };
    case 'DossierAssigned':
      return { ...takenUp(facts, at), officer: event.data.officer };
    case 'StepCompleted':
      return { ...takenUp(facts, at), ...stepDone(facts, [...facts.completedSteps, event.data.step], at) };
    case 'StepSentBack':
      return stepDone(facts, stepsBefore(facts, event.data.to), at);
    case 'DossierTransferred':
      return { ...takenUp(facts, at), sent: [...facts.sent, sent(event.data, at)] };
    case 'TransferAccepted':
      return accepted(facts, event.data.transfer, at);
    case 'TransferReturned':
      return { sent: answeredTransfer(facts, event.data.transfer, 'returned', at) };
    case 'LegCompleted':
      return { legsDone: [...facts.legsDone, { leg: event.data.leg, at }] };
    case 'OpinionRequested':
      return { asked: [...facts.asked, asked(event.data, at)] };
    case 'OpinionReceived':
      return { asked: changed(facts.asked, event.data.opinion - 1, { answeredAt: at }) };
    case 'OpinionOverdueNotified':
      return { asked: changed(facts.asked, event.data.opinion - 1, { overdueNotifiedAt: at }) };
    case 'SupplementRequested': {
      const { round: no, closesAt } = event.data;
      const wait: Wait = { is: 'supplement', no, since: at, closesAt, endedAt: null };
      return { ...takenUp(facts, at), ...paused(facts, at), waits: [...facts.waits, wait], supplementAskedAt: at };
    }
    case 'FinancialObligationRequested': {
      const wait: Wait = { is: 'payment', no: facts.waits.length + 1, since: at, closesAt: null, endedAt: null };
      return { ...paused(facts, at), waits: [...facts.waits, wait] };
    }
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled':
      return { ...endedWait(facts, at), ...resumed(facts, event.data.moved, at) };
    case 'DueDateRestated':
      return moved(facts.moves, event.data, at);
    case 'LatenessForecast':
      return { forecast: { at: facts.forecast?.at ?? at, by: saidBy(facts, event.data.by) } };
    case 'ApologyIssued':
      return { apologisedAt: facts.apologisedAt ?? at };
    case 'ReturnRescheduled': {
      const { dueAt, movesCurrent } = event.data;
      return { rescheduled: { at, dueAt, movesCurrent }, ...(movesCurrent ? { current: dueAt } : {}) };
    }
    case 'ResultReady':
      return { readyAt: facts.readyAt ?? at, step: null };
    case 'ResultReturned':
      return { readyAt: facts.readyAt ?? at, returnedAt: at };
    case 'ResultCorrectionOpened':
      return { corrections: [...facts.corrections, { at, by: event.data.correctBy, closedAt: null }] };
    case 'ResultCorrectionClosed':
      return { corrections: changed(facts.corrections, facts.corrections.length - 1, { closedAt: at }) };
    case 'EscalatedToHead':
      return { escalated: [...facts.escalated, event.data.duty] };
    case 'DossierHandedOver':
      return handedOver(facts, event.data);
    case 'DossierImported':
      return { stoppedAt: at };
    case 'DecisionApproved':
    case 'DecisionRefused':
    case 'ApplicationAdjusted':
    case 'PapersAdded':
    case 'PaperStored':
    case 'FeePaid':
    case 'DossierLossReported':
    case 'ApplicantErased':
    case 'EntryCorrected':
    case 'SatisfactionRated':
    case 'PortalAcknowledged':
    case 'PortalRejected':
    case 'NumberVoided':
    case 'ActivityImported':
      return null;
  }
}

function nothing(event: RecordedDossierEvent): DutyFacts {
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    code: null,
    procedure: null,
    submission: null,
    received: null,
    lawful: null,
    current: null,
    apologyBy: null,
    calendarVersion: 0,
    lawfulSince: null,
    moves: -1,
    completedSteps: [],
    step: null,
    officer: null,
    takenUpAt: null,
    supplementAskedAt: null,
    waits: [],
    sent: [],
    legsDone: [],
    asked: [],
    forecast: null,
    apologisedAt: null,
    rescheduled: null,
    corrections: [],
    readyAt: null,
    returnedAt: null,
    stoppedAt: null,
    escalated: [],
    revision: event.revision,
    position: event.position,
    recordedAt: event.meta.recordedAt,
  };
}

function received(data: Received, at: Instant): Changes {
  const { code, centre, collectAt, decidingAgency, papers, workflow, due } = data;
  const [first] = workflow.steps;
  const hasPaper = papers.some(({ originals, copies }) => originals + copies > 0);
  const { steps, legs } = workflow;
  const file = { at, code, centre, collectAt, decidingAgency, holder: decidingAgency, hasPaper, steps, legs };
  return {
    code,
    procedure: data.procedure.code,
    received: { ...file, supplementPolicy: data.supplementPolicy },
    ...moved(-1, { dates: { lawful: due.dueAt, current: due.dueAt }, due }, at),
    completedSteps: first === undefined ? [] : [first.id],
    step: { since: at, before: [] },
  };
}

/** The lawful date moved: whatever was said of the one before, is said anew. */
const moved = (
  moves: number,
  {
    dates,
    due,
  }: { readonly dates: { readonly lawful: Instant; readonly current: Instant }; readonly due: Received['due'] },
  at: Instant,
): Changes => ({
  lawful: dates.lawful,
  current: dates.current,
  apologyBy: due.apologyBy,
  calendarVersion: due.calendar.version,
  lawfulSince: at,
  moves: moves + 1,
  forecast: null,
  apologisedAt: null,
});

/** What a rule has said once it does not say again, whoever spoke first. */
const saidBy = ({ forecast }: DutyFacts, by: 'officer' | 'rule') => (forecast?.by === 'rule' ? 'rule' : by);

const answered = ({ submission }: DutyFacts, at: Instant): Changes =>
  submission === null || submission.answeredAt !== null ? {} : { submission: { ...submission, answeredAt: at } };

const takenUp = ({ takenUpAt }: DutyFacts, at: Instant): Changes => ({ takenUpAt: takenUpAt ?? at });

const stepDone = (facts: DutyFacts, completedSteps: readonly string[], at: Instant): Changes => ({
  completedSteps,
  officer: null,
  step: facts.step === null ? null : { since: at, before: [] },
});

function stepsBefore({ received: file, completedSteps }: DutyFacts, step: string): readonly string[] {
  const ids = (file?.steps ?? []).map(({ id }) => id);
  const before = ids.slice(0, ids.indexOf(step));
  return completedSteps.filter((id) => before.includes(id));
}

const sent = ({ transfer, from, to, leg, limit }: DataOf<'DossierTransferred'>, sentAt: Instant): Sent => ({
  transfer,
  from,
  to,
  leg,
  limit,
  sentAt,
  answeredAt: null,
  status: 'in-transit',
});

const answeredTransfer = ({ sent: all }: DutyFacts, no: number, status: Sent['status'], at: Instant) =>
  all.map((one) => (one.transfer === no ? { ...one, status, answeredAt: at } : one));

function accepted(facts: DutyFacts, no: number, at: Instant): Changes {
  const taken = facts.sent.find(({ transfer }) => transfer === no);
  const whole = taken !== undefined && taken.leg === null && facts.received !== null;
  return {
    sent: answeredTransfer(facts, no, 'accepted', at),
    ...(whole ? { received: { ...facts.received, holder: taken.to } } : {}),
  };
}

const asked = ({ opinion, agency, answerBy }: DataOf<'OpinionRequested'>, askedAt: Instant): Asked => ({
  opinion,
  agency,
  askedAt,
  answerBy,
  answeredAt: null,
  overdueNotifiedAt: null,
});

const changed = <T>(items: readonly T[], at: number, changes: Partial<T>): readonly T[] =>
  items.map((item, index) => (index === at ? { ...item, ...changes } : item));

const paused = ({ step }: DutyFacts, at: Instant): Changes =>
  step === null ? {} : { step: { since: at, before: [...step.before, { from: step.since, to: at }] } };

const endedWait = ({ waits }: DutyFacts, at: Instant): Changes => ({
  waits: waits.map((wait) => (wait.endedAt === null ? { ...wait, endedAt: at } : wait)),
});

/** Where the count begins again so does the step in hand; else the rest of it goes on. */
function resumed(facts: DutyFacts, change: DataOf<'SupplementCompleted'>['moved'], at: Instant): Changes {
  const wait = facts.waits.find(({ endedAt }) => endedAt === null);
  const restarts = change !== null && wait?.is === 'supplement' && facts.received?.supplementPolicy === 'RESET';
  const step = facts.step === null ? null : { since: at, before: restarts ? [] : facts.step.before };
  return { ...(change === null ? {} : moved(facts.moves, change, at)), step };
}

function handedOver(facts: DutyFacts, { from, to }: DataOf<'DossierHandedOver'>): Changes {
  const successor = (agency: string): string => (agency === from ? to : agency);
  const { received: file, submission } = facts;
  return {
    submission: submission === null ? null : { ...submission, centre: successor(submission.centre) },
    received:
      file === null
        ? null
        : {
            ...file,
            centre: successor(file.centre),
            collectAt: successor(file.collectAt),
            decidingAgency: successor(file.decidingAgency),
            holder: successor(file.holder),
          },
    sent: facts.sent.map((one) => (one.status === 'returned' ? one : { ...one, to: successor(one.to) })),
    asked: facts.asked.map((one) => (one.answeredAt === null ? { ...one, agency: successor(one.agency) } : one)),
    officer: null,
  };
}
