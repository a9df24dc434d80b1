import { Refusal } from '#kernel';
import { allLegsBeforeTheDecision } from '#law';
import { isOpenTransfer, type Case } from '../dossier.state.js';
import { currentStep, within, type Rule } from './guards.js';

const unknownStep = (file: Case, step: string) =>
  new Refusal('unknown-step', null, { step, current: currentStep(file)?.id ?? null });

export const assign: Rule<'AssignDossier'> = ({ data }, state) => {
  const { case: file } = within(state, ['in-process'], 'ND118-2025/19.1');
  if (!file.workflow.steps.some(({ id }) => id === data.step)) throw unknownStep(file, data.step);
  const assigned = { type: 'DossierAssigned', v: 1, data } as const;
  return currentStep(file)?.id === 'assign'
    ? [assigned, { type: 'StepCompleted', v: 1, data: { step: 'assign', note: null } }]
    : [assigned];
};

/** The approving step is done by the decision itself, never by ticking it off. */
export const completeStep: Rule<'CompleteStep'> = ({ data }, state) => {
  const { case: file } = within(state, ['in-process', 'decided'], 'ND118-2025/19.1');
  const step = currentStep(file);
  if (step?.id !== data.step || step.role === 'leader') throw unknownStep(file, data.step);
  return [{ type: 'StepCompleted', v: 1, data }];
};

export const sendBackStep: Rule<'SendBackStep'> = ({ data }, state) => {
  const { case: file } = within(state, ['in-process'], 'ND118-2025/19.1');
  const step = currentStep(file);
  if (step === undefined || !file.completedSteps.includes(data.to)) throw unknownStep(file, data.to);
  return [{ type: 'StepSentBack', v: 1, data: { step: step.id, ...data } }];
};

/**
 * Every step before the leader's must be done, and every leg that was sent must have come back. What is granted rests on all
 * legs of the workflow; a refusal needs no leg that was never sent, or was sent back.
 */
export function readyToDecide(file: Case, decision: 'granted' | 'refused'): readonly string[] {
  const step = currentStep(file);
  if (step !== undefined && step.role !== 'leader') {
    const open = file.workflow.steps.filter(({ id }) => !file.completedSteps.includes(id)).map(({ id }) => id);
    throw new Refusal('steps-open', 'ND118-2025/19.3', { open });
  }
  const out = file.transfers.filter((sent) => isOpenTransfer(file, sent)).map(({ leg }) => leg);
  const legs = file.workflow.legs
    .map(({ id }) => id)
    .filter((id) => !file.completedLegs.includes(id) && (decision === 'granted' || out.includes(id)));
  allLegsBeforeTheDecision(legs);
  return step === undefined ? [] : [step.id];
}
