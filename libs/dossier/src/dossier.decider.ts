import { Refusal, type Decider } from '#kernel';
import * as atTheDesk from './deciding/at-the-desk.js';
import * as betweenAgencies from './deciding/between-agencies.js';
import { notInTheFuture, timely, type Rule } from './deciding/guards.js';
import * as insideTheAgency from './deciding/inside-the-agency.js';
import * as outcome from './deciding/outcome.js';
import * as records from './deciding/records.js';
import * as theClock from './deciding/the-clock.js';
import type { DossierCommand, DossierCommandOf, DossierCommandType } from './dossier.commands.js';
import type { DossierEvent } from './dossier.events.js';
import { evolveDossier, initialDossier } from './dossier.evolve.js';
import type { DossierState } from './dossier.state.js';

/** Which rule decides which command: the business on one screen. A command without a rule does not compile. */
export const rules: { readonly [T in DossierCommandType]: Rule<T> } = {
  SubmitDossier: atTheDesk.submit,
  RefuseAtDesk: atTheDesk.refuseAtDesk,
  RequestDeskSupplement: atTheDesk.requestDeskSupplement,
  ReceiveDossier: atTheDesk.receive,

  AssignDossier: insideTheAgency.assign,
  CompleteStep: insideTheAgency.completeStep,
  SendBackStep: insideTheAgency.sendBackStep,

  TransferDossier: betweenAgencies.transfer,
  AcceptTransfer: betweenAgencies.acceptTransfer,
  ReturnTransfer: betweenAgencies.returnTransfer,
  CompleteLeg: betweenAgencies.completeLeg,
  RequestOpinion: betweenAgencies.requestOpinion,
  RecordOpinion: betweenAgencies.recordOpinion,
  NotifyOpinionOverdue: betweenAgencies.notifyOpinionOverdue,
  HandOverDossier: betweenAgencies.handOver,

  RequestSupplement: theClock.requestSupplement,
  CompleteSupplement: theClock.completeSupplement,
  CloseUnsupplemented: theClock.closeUnsupplemented,
  RequestFinancialObligation: theClock.requestPayment,
  FulfilFinancialObligation: theClock.fulfilPayment,
  IssueApology: theClock.issueApology,
  RescheduleReturn: theClock.reschedule,
  RestateDueDate: theClock.restate,
  ForecastLateness: theClock.forecastLateness,
  EscalateToHead: theClock.escalate,

  ApproveDecision: outcome.approve,
  RefuseDecision: outcome.refuse,
  MarkResultReady: outcome.markResultReady,
  ReturnResult: outcome.returnResult,
  WithdrawDossier: outcome.withdraw,
  StopDossier: outcome.stop,
  AdjustApplication: outcome.adjust,
  AddPapers: outcome.addPapers,
  StorePaper: outcome.storePaper,
  PayFee: outcome.payFee,
  ReportLoss: outcome.reportLoss,
  OpenResultCorrection: outcome.openCorrection,
  CloseResultCorrection: outcome.closeCorrection,

  CorrectEntry: records.correctEntry,
  RateSatisfaction: records.rate,
  AcknowledgeByPortal: records.acknowledge,
  RejectByPortal: records.reject,
  VoidNumber: records.voidNumber,
  ImportDossier: records.importDossier,
  ImportActivity: records.importActivity,
  EraseApplicant: records.erase,
};

function decideBy<T extends DossierCommandType>(
  command: DossierCommandOf<T>,
  state: DossierState,
): readonly DossierEvent[] {
  const rule: Rule<T> = rules[command.type];
  return rule(command, state);
}

/** Hồ sơ TTHC — one application of one applicant for one procedure, as a decider. */
export const dossier: Decider<DossierCommand, DossierState, DossierEvent> = {
  initial: initialDossier,
  decide: (command, state) => {
    if (command.type === 'ImportDossier' || command.type === 'ImportActivity') notInTheFuture(command.on);
    else timely(command.on, state);
    if (state.erased && command.type !== 'EraseApplicant') throw new Refusal('applicant-erased');
    return decideBy(command, state);
  },
  evolve: evolveDossier,
};
