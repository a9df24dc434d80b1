import { Refusal } from '#kernel';
import { adjustWhatWasFiledOnline, CORRECT_RESULT_WITHIN, untilTheDecision } from '#law';
import { begin } from '#working-time';
import { caseOf } from '../dossier.state.js';
import { RECEIVED, UNDECIDED, within, type Rule } from './guards.js';
import { readyToDecide } from './inside-the-agency.js';

const completed = (step: string) => ({ type: 'StepCompleted', v: 1, data: { step, note: null } }) as const;

export const approve: Rule<'ApproveDecision'> = ({ data }, state) => {
  const { case: file } = within(state, ['in-process'], 'ND118-2025/19.3');
  return [...readyToDecide(file).map(completed), { type: 'DecisionApproved', v: 1, data }];
};

/** A refusal after appraisal is a result and must fall within the limit (Article 19.3). */
export const refuse: Rule<'RefuseDecision'> = ({ data }, state) => {
  const { case: file } = within(state, ['in-process'], 'ND118-2025/19.3');
  return [...readyToDecide(file).map(completed), { type: 'DecisionRefused', v: 1, data }];
};

/** Issuing is the last step; handing the result to the desk completes it. */
export const markResultReady: Rule<'MarkResultReady'> = ({ data }, state) => {
  const { case: file } = within(state, ['decided'], 'ND118-2025/19.3');
  const open = file.workflow.steps.map(({ id }) => id).filter((id) => !file.completedSteps.includes(id));
  if (open.length > 1) throw new Refusal('steps-open', 'ND118-2025/19.3', { open });
  const kind = file.decision ?? 'granted';
  return [...open.map(completed), { type: 'ResultReady', v: 1, data: { kind, ...data } }];
};

export const returnResult: Rule<'ReturnResult'> = ({ data }, state) => {
  if (state.situation.is === 'returned') throw new Refusal('already-returned', 'ND118-2025/22.3');
  within(state, ['result-ready'], 'ND118-2025/22.3');
  return [{ type: 'ResultReturned', v: 1, data }];
};

/** Who filed online may withdraw before reception too (Article 21.2). */
export const withdraw: Rule<'WithdrawDossier'> = ({ data }, state) => {
  untilTheDecision(caseOf(state)?.decision ?? null);
  const situation = within(state, [...UNDECIDED, 'submitted'], 'ND118-2025/21');
  if (situation.is === 'submitted' && situation.channel !== 'online')
    throw new Refusal('not-in-state', 'ND118-2025/21.1', { state: 'submitted', channel: situation.channel });
  return [{ type: 'DossierWithdrawn', v: 1, data }];
};

export const stop: Rule<'StopDossier'> = ({ data }, state) => {
  untilTheDecision(caseOf(state)?.decision ?? null);
  within(state, UNDECIDED, 'ND118-2025/21');
  return [{ type: 'DossierStopped', v: 1, data }];
};

export const adjust: Rule<'AdjustApplication'> = ({ data }, state) => {
  const situation = within(state, [...UNDECIDED, 'submitted'], 'ND118-2025/21.2');
  adjustWhatWasFiledOnline(situation.is === 'submitted' ? situation.channel : situation.case.channel);
  return [{ type: 'ApplicationAdjusted', v: 1, data }];
};

export const addPapers: Rule<'AddPapers'> = ({ data }, state) => {
  within(state, [...UNDECIDED, 'submitted']);
  return [{ type: 'PapersAdded', v: 1, data }];
};

/** A file comes as long as papers may; what was stored stays, whatever becomes of the dossier. */
export const storePaper: Rule<'StorePaper'> = ({ data }, state) => {
  within(state, [...UNDECIDED, 'submitted']);
  const { atMost, ...event } = data;
  const { papers, bytes } = state.stored;
  if (papers >= atMost.papers || bytes + event.size > atMost.bytes)
    throw new Refusal('too-many-papers', null, { stored: { papers, bytes }, atMost });
  return [{ type: 'PaperStored', v: 1, data: event }];
};

export const payFee: Rule<'PayFee'> = ({ data }, state) => {
  within(state, [...UNDECIDED, 'decided', 'result-ready', 'submitted']);
  return [{ type: 'FeePaid', v: 1, data }];
};

export const reportLoss: Rule<'ReportLoss'> = ({ data }, state) => {
  within(state, RECEIVED, 'ND118-2025/23.2');
  return [{ type: 'DossierLossReported', v: 1, data }];
};

export const openCorrection: Rule<'OpenResultCorrection'> = ({ data, on }, state) => {
  const { case: file } = within(state, ['result-ready', 'returned'], 'ND118-2025/23.1');
  if (file.correctionOpen) return [];
  const { dueAt: correctBy } = begin({ from: on.at, limit: CORRECT_RESULT_WITHIN, calendar: on.calendar });
  return [{ type: 'ResultCorrectionOpened', v: 1, data: { ...data, correctBy } }];
};

export const closeCorrection: Rule<'CloseResultCorrection'> = ({ data }, state) => {
  const { case: file } = within(state, ['result-ready', 'returned'], 'ND118-2025/23.1');
  if (!file.correctionOpen) throw new Refusal('not-in-state', 'ND118-2025/23.1', { correctionOpen: false });
  return [{ type: 'ResultCorrectionClosed', v: 1, data }];
};
