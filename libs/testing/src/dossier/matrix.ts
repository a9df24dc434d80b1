import { replay } from '#kernel';
import {
  caseOf,
  dossier,
  type DossierCommand,
  type DossierCommandType,
  type DossierState,
  type RecordedDossierEvent,
} from '#dossier';
import { calendarWithDaysOff, on } from './circumstances.js';
import { commandTypes, doing, linkedTerms } from './samples.js';
import { historyOf, refusalOf } from './specify.js';

/** One cell of the matrix: what a command leads to in a state; no events at all when it is already satisfied. */
export interface MatrixRow {
  readonly command: DossierCommandType;
  readonly state: string;
  readonly events?: readonly string[];
  readonly refusal?: string;
  readonly law?: string | null;
}

const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const appraised = doing('CompleteStep', on('2026-11-02 10:00'), { step: 'appraise' });
const checked = doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' });
const approved = doing('ApproveDecision', on('2026-11-02 14:00'));
const ready = doing('MarkResultReady', on('2026-11-02 15:00'));
const returned = doing('ReturnResult', on('2026-11-02 16:00'));
const supplementAsked = doing('RequestSupplement', on('2026-11-02 16:30'));
const apologised = doing('IssueApology', on('2026-11-02 16:00'));
const linked = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms });
const legSent = doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.20' });
const legTaken = doing('AcceptTransfer', on('2026-11-02 09:40'), { by: 'H27.20' });
const decided = [received, assigned, appraised, checked, approved];

/** A sample of every state that a dossier can be in, as the commands that lead there. */
export const sampleHistories: Readonly<Record<string, readonly DossierCommand[]>> = {
  unknown: [],
  submitted: [submitted],
  'submitted, supplement asked': [submitted, doing('RequestDeskSupplement', on('2026-11-02 07:40'))],
  'refused-at-desk': [submitted, doing('RefuseAtDesk', on('2026-11-02 07:40'))],
  'withdrawn-before-reception': [submitted, doing('WithdrawDossier', on('2026-11-02 07:40'))],
  'in-process': [received],
  'in-process, transferred': [received, doing('TransferDossier', on('2026-11-02 09:30'))],
  'in-process, leg open': [linked, assigned, legSent, legTaken],
  'in-process, opinion asked': [received, doing('RequestOpinion', on('2026-11-02 09:30'))],
  'in-process, steps done': [received, assigned, appraised, checked],
  'in-process, apologised': [received, apologised],
  'in-process, rescheduled': [received, apologised, doing('RescheduleReturn', on('2026-11-02 16:10'))],
  'awaiting-supplement': [received, supplementAsked],
  'awaiting-payment': [received, doing('RequestFinancialObligation', on('2026-11-02 16:30'))],
  decided,
  'result-ready': [...decided, ready],
  returned: [...decided, ready, returned],
  'returned, correction open': [...decided, ready, returned, doing('OpenResultCorrection', on('2026-11-02 16:30'))],
  closed: [received, supplementAsked, doing('CloseUnsupplemented', on('2026-11-18 07:00'))],
  withdrawn: [received, doing('WithdrawDossier', on('2026-11-02 16:00'))],
  'withdrawn, erased': [
    received,
    doing('WithdrawDossier', on('2026-11-02 16:00')),
    doing('EraseApplicant', on('2026-11-02 16:20')),
  ],
  stopped: [received, doing('StopDossier', on('2026-11-02 16:00'))],
  imported: [doing('ImportDossier', on('2026-11-02 07:30'))],
};

const stepOf = (state: DossierState): string => {
  const file = caseOf(state);
  return file?.workflow.steps.find(({ id }) => !file.completedSteps.includes(id))?.id ?? 'issue';
};

const lastAt = (history: readonly RecordedDossierEvent[]): string =>
  history.some(({ type }) => type === 'DossierClosedUnsupplemented') ? '2026-11-18 09:00' : '2026-11-03 09:00';

/** The sample command as one would give it in this state: on the step that is current, with the newest calendar. */
function sampleCommand(type: DossierCommandType, history: readonly RecordedDossierEvent[]): DossierCommand {
  const state = replay(dossier, history);
  const now = lastAt(history);
  switch (type) {
    case 'CompleteStep':
      return doing(type, on(now), { step: stepOf(state) });
    case 'SendBackStep':
      return doing(type, on(now), { to: 'receive' });
    case 'AcceptTransfer':
      return doing(type, on(now), { by: caseOf(state)?.transfers[0]?.to ?? 'H27.12' });
    case 'ReturnTransfer':
      return doing(type, on(now), { by: caseOf(state)?.transfers[0]?.to ?? 'H27.12' });
    case 'CloseUnsupplemented':
      return doing(type, on('2026-11-19 07:00'));
    case 'NotifyOpinionOverdue':
      return doing(type, on('2026-11-13 07:00'));
    case 'RestateDueDate':
      return doing(type, on(now, { calendar: calendarWithDaysOff('2026-11-05') }));
    default:
      return anyCommand(type, now);
  }
}

/** A command of any type: the compiler cannot see that type and content belong together. */
export const anyCommand = (type: DossierCommandType, moment: string): DossierCommand =>
  doing(type, on(moment)) as DossierCommand;

/** Every command against a sample of every state: what follows, or which refusal on which law. */
export const commandMatrix = (): readonly MatrixRow[] =>
  commandTypes.flatMap((command) =>
    Object.entries(sampleHistories).map(([state, commands]): MatrixRow => {
      const history = historyOf(...commands);
      let events: readonly string[] = [];
      const refusal = refusalOf(() => {
        events = dossier.decide(sampleCommand(command, history), replay(dossier, history)).map(({ type }) => type);
      });
      return refusal === null
        ? { command, state, events }
        : { command, state, refusal: refusal.code, law: refusal.law };
    }),
  );
