import { dossierEvents, applicantShape, channelShape, limitShape, paperShape, type DossierCommandType } from '#dossier';
import { integer, list, nullable, oneOf, optional, personal, plain, record, type Shape } from '#kernel';

const papers = list(paperShape);
const application = {
  procedure: plain,
  applicant: applicantShape,
  submitter: nullable(applicantShape),
  request: personal,
  papers,
  channel: channelShape,
  centre: plain,
};

/** A late entry says when it happened and why it comes late; every command may carry them. */
export const lateShape = { effectiveAt: optional(plain), lateReason: optional(personal) } as const;

/** Tiếp nhận tại quầy, or of what was submitted. */
export const receiveShape = record({
  ...application,
  ...lateShape,
  dossierId: nullable(plain),
  case: nullable(integer),
  decidingAgency: nullable(plain),
  sets: integer,
  collectAt: nullable(plain),
  fee: nullable(integer),
});

/** Nộp hồ sơ trực tuyến hoặc qua bưu chính. */
export const submitShape = record({
  ...application,
  ...lateShape,
  channel: oneOf('online', 'post'),
  portalCode: nullable(plain),
});

type RecordShape = Shape & { readonly is: 'record' };

/** A command that a person may give on a dossier: its path, what it is called at the desk, and what it carries. */
export interface CommandRoute {
  readonly type: DossierCommandType;
  readonly vi: string;
  readonly shape: RecordShape;
}

/** The data of an event is what its command carries, where the engine adds nothing. */
const asInEvent = (type: DossierCommandType, event: keyof typeof dossierEvents): CommandRoute => ({
  type,
  vi: dossierEvents[event].vi,
  shape: dossierEvents[event].shape,
});

/**
 * Every command that has a route. Those of timers, forecasts by rule, handing over and the portal's answers are given
 * by the engine; erasing takes two persons, at the machine.
 */
export const commandRoutes: readonly CommandRoute[] = [
  asInEvent('RefuseAtDesk', 'DossierRefusedAtDesk'),
  asInEvent('RequestDeskSupplement', 'DeskSupplementRequested'),
  asInEvent('AssignDossier', 'DossierAssigned'),
  asInEvent('CompleteStep', 'StepCompleted'),
  { type: 'SendBackStep', vi: 'trả lại bước trước', shape: record({ to: plain, reason: personal }) },
  {
    type: 'TransferDossier',
    vi: dossierEvents.DossierTransferred.vi,
    shape: record({
      to: plain,
      leg: nullable(plain),
      work: personal,
      limit: nullable(limitShape),
      form: oneOf('paper', 'electronic'),
    }),
  },
  { type: 'AcceptTransfer', vi: dossierEvents.TransferAccepted.vi, shape: record({ transfer: integer, by: plain }) },
  {
    type: 'ReturnTransfer',
    vi: dossierEvents.TransferReturned.vi,
    shape: record({ transfer: integer, by: plain, reason: personal }),
  },
  asInEvent('CompleteLeg', 'LegCompleted'),
  {
    type: 'RequestOpinion',
    vi: dossierEvents.OpinionRequested.vi,
    shape: record({ agency: plain, content: personal, answerBy: plain }),
  },
  {
    type: 'RecordOpinion',
    vi: dossierEvents.OpinionReceived.vi,
    shape: record({ opinion: integer, content: personal }),
  },
  {
    type: 'RequestSupplement',
    vi: dossierEvents.SupplementRequested.vi,
    shape: record({ items: list(personal), reason: personal }),
  },
  { type: 'CompleteSupplement', vi: dossierEvents.SupplementCompleted.vi, shape: record({ papers }) },
  asInEvent('RequestFinancialObligation', 'FinancialObligationRequested'),
  {
    type: 'FulfilFinancialObligation',
    vi: dossierEvents.FinancialObligationFulfilled.vi,
    shape: record({ noticeNo: plain }),
  },
  {
    type: 'ForecastLateness',
    vi: dossierEvents.LatenessForecast.vi,
    shape: record({ by: oneOf('officer'), reason: personal, days: integer }),
  },
  {
    type: 'IssueApology',
    vi: dossierEvents.ApologyIssued.vi,
    shape: record({
      documentNo: plain,
      lateAgency: plain,
      reason: personal,
      signer: personal,
      proposedDueAt: plain,
    }),
  },
  { type: 'RescheduleReturn', vi: dossierEvents.ReturnRescheduled.vi, shape: record({}) },
  asInEvent('ApproveDecision', 'DecisionApproved'),
  asInEvent('RefuseDecision', 'DecisionRefused'),
  { type: 'MarkResultReady', vi: dossierEvents.ResultReady.vi, shape: record({ papers }) },
  asInEvent('ReturnResult', 'ResultReturned'),
  asInEvent('WithdrawDossier', 'DossierWithdrawn'),
  asInEvent('StopDossier', 'DossierStopped'),
  asInEvent('AdjustApplication', 'ApplicationAdjusted'),
  asInEvent('AddPapers', 'PapersAdded'),
  asInEvent('PayFee', 'FeePaid'),
  asInEvent('ReportLoss', 'DossierLossReported'),
  { type: 'OpenResultCorrection', vi: dossierEvents.ResultCorrectionOpened.vi, shape: record({ fault: personal }) },
  asInEvent('CloseResultCorrection', 'ResultCorrectionClosed'),
  asInEvent('CorrectEntry', 'EntryCorrected'),
  asInEvent('RateSatisfaction', 'SatisfactionRated'),
];

/** `RequestSupplement` as a path names it: `request-supplement`. */
export const pathOf = (command: string): string =>
  command.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
