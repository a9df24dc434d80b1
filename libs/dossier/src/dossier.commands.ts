import type { Actor, Instant } from '#kernel';
import type { Limit, LimitBasis, SupplementPolicy, WorkingCalendar } from '#working-time';
import type { DossierEventOf, DossierEventType } from './dossier.events.js';
import type { Applicant, Channel, Paper } from './shapes.js';

/** What surrounds a command: who, when, and on which calendar. Read once, in the shell. */
export interface Circumstances {
  readonly actor: Actor;
  /** When the engine learns of it (`recordedAt`). */
  readonly now: Instant;
  /** When it happened (`effectiveAt`); earlier than `now` for a late entry, which then says why. */
  readonly at: Instant;
  readonly lateReason: string | null;
  readonly calendar: WorkingCalendar;
}

/** Điều kiện giải quyết — what the procedure version in force lays down for this dossier. */
export interface Terms {
  readonly procedure: { readonly code: string; readonly version: number; readonly name: string };
  readonly field: string;
  readonly limit: {
    readonly statutory: Limit;
    readonly local: Limit | null;
    readonly sameDay: boolean;
    readonly case: number | null;
    readonly counted: Limit;
    readonly basis: LimitBasis;
  };
  readonly supplementPolicy: SupplementPolicy;
  readonly workflow: DossierEventOf<'DossierReceived'>['data']['workflow'];
}

type DataOf<T extends DossierEventType> = DossierEventOf<T>['data'];

/** Every command of a dossier and what it carries. */
export interface DossierCommands {
  SubmitDossier: DataOf<'DossierSubmitted'>;
  RefuseAtDesk: DataOf<'DossierRefusedAtDesk'>;
  RequestDeskSupplement: DataOf<'DeskSupplementRequested'>;
  ReceiveDossier: {
    /** Taken from the numbering stream once everything else is decided. */
    readonly code: string;
    readonly terms: Terms;
    readonly channel: Channel;
    readonly centre: string;
    readonly decidingAgency: string;
    readonly applicant: Applicant;
    readonly submitter: Applicant | null;
    readonly request: string;
    readonly papers: readonly Paper[];
    readonly sets: number;
    readonly collectAt: string;
    readonly fee: number | null;
  };
  AssignDossier: DataOf<'DossierAssigned'>;
  CompleteStep: DataOf<'StepCompleted'>;
  SendBackStep: { readonly to: string; readonly reason: string };
  TransferDossier: Omit<DataOf<'DossierTransferred'>, 'transfer' | 'from'>;
  AcceptTransfer: { readonly transfer: number; readonly by: string };
  ReturnTransfer: { readonly transfer: number; readonly by: string; readonly reason: string };
  CompleteLeg: DataOf<'LegCompleted'>;
  RequestOpinion: { readonly agency: string; readonly content: string; readonly answerBy: Instant };
  RecordOpinion: { readonly opinion: number; readonly content: string };
  NotifyOpinionOverdue: { readonly opinion: number };
  RequestSupplement: { readonly items: readonly string[]; readonly reason: string };
  CompleteSupplement: { readonly papers: readonly Paper[] };
  CloseUnsupplemented: { readonly reason: string };
  RequestFinancialObligation: DataOf<'FinancialObligationRequested'>;
  FulfilFinancialObligation: { readonly noticeNo: string };
  ForecastLateness: DataOf<'LatenessForecast'>;
  IssueApology: Omit<DataOf<'ApologyIssued'>, 'oldDueAt'>;
  RescheduleReturn: Record<never, never>;
  ApproveDecision: DataOf<'DecisionApproved'>;
  RefuseDecision: DataOf<'DecisionRefused'>;
  MarkResultReady: { readonly papers: readonly Paper[] };
  ReturnResult: DataOf<'ResultReturned'>;
  WithdrawDossier: DataOf<'DossierWithdrawn'>;
  StopDossier: DataOf<'DossierStopped'>;
  AdjustApplication: DataOf<'ApplicationAdjusted'>;
  AddPapers: DataOf<'PapersAdded'>;
  /** `atMost`: so many files, and so many bytes of them, a dossier may have. */
  StorePaper: DataOf<'PaperStored'> & { readonly atMost: { readonly papers: number; readonly bytes: number } };
  PayFee: DataOf<'FeePaid'>;
  EscalateToHead: DataOf<'EscalatedToHead'>;
  RestateDueDate: Record<never, never>;
  ReportLoss: DataOf<'DossierLossReported'>;
  /** `keptDays`: for so many days after its last event a dossier is kept whole. */
  EraseApplicant: DataOf<'ApplicantErased'> & { readonly keptDays: number };
  OpenResultCorrection: { readonly fault: string };
  CloseResultCorrection: DataOf<'ResultCorrectionClosed'>;
  HandOverDossier: DataOf<'DossierHandedOver'>;
  CorrectEntry: DataOf<'EntryCorrected'>;
  RateSatisfaction: DataOf<'SatisfactionRated'>;
  AcknowledgeByPortal: DataOf<'PortalAcknowledged'>;
  RejectByPortal: DataOf<'PortalRejected'>;
  VoidNumber: DataOf<'NumberVoided'>;
  ImportDossier: DataOf<'DossierImported'>;
  ImportActivity: DataOf<'ActivityImported'>;
}

export type DossierCommandType = keyof DossierCommands;

/** A command of one name with what surrounds it. */
export type DossierCommandOf<T extends DossierCommandType> = {
  readonly type: T;
  readonly data: DossierCommands[T];
  readonly on: Circumstances;
};
export type DossierCommand = { [T in DossierCommandType]: DossierCommandOf<T> }[DossierCommandType];
