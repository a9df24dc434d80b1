import { Refusal, type Law } from '#kernel';
import type { Circumstances, DossierCommandOf, DossierCommandType } from '../dossier.commands.js';
import type { DossierEvent } from '../dossier.events.js';
import type { Case, DossierSituation, DossierState, DossierStatus } from '../dossier.state.js';

/** One command's rule: the events it leads to, none when already satisfied. */
export type Rule<T extends DossierCommandType> = (
  command: DossierCommandOf<T>,
  state: DossierState,
) => readonly DossierEvent[];

type InState<S extends DossierStatus> = Extract<DossierSituation, { is: S }>;

/** The situation, if it is one of these. @throws Refusal `not-in-state` (or `unknown-dossier`) naming what would do */
export function within<const S extends DossierStatus>(
  state: DossierState,
  allowed: readonly S[],
  law: Law = null,
): InState<S> {
  const { situation } = state;
  if (isOneOf(situation, allowed)) return situation;
  if (situation.is === 'unknown') throw new Refusal('unknown-dossier');
  throw new Refusal('not-in-state', law, { state: situation.is, allowed });
}

const isOneOf = <S extends DossierStatus>(
  situation: DossierSituation,
  allowed: readonly S[],
): situation is InState<S> => allowed.some((is) => is === situation.is);

/** Received, and neither decided nor ended. */
export const UNDECIDED = ['in-process', 'awaiting-supplement', 'awaiting-payment'] as const;
/** Received and not ended: the result is still to come. */
export const RUNNING = [...UNDECIDED, 'decided'] as const;
/** Received, whatever became of it. */
export const RECEIVED = [...RUNNING, 'result-ready', 'returned', 'closed', 'withdrawn', 'stopped'] as const;

/** Nobody has anything more to do. */
export const ENDED = [
  'refused-at-desk',
  'withdrawn-before-reception',
  'returned',
  'closed',
  'withdrawn',
  'stopped',
  'imported',
] as const;

/** Nothing is entered before it happened. */
export function notInTheFuture(on: Circumstances): void {
  if (on.at > on.now) throw new Refusal('future-effective-time', null, { effectiveAt: on.at, recordedAt: on.now });
}

/** Times that cannot be: in the future, late without a reason, or before the dossier's last event. */
export function timely(on: Circumstances, state: DossierState): void {
  notInTheFuture(on);
  if (on.at < on.now && (on.lateReason ?? '').trim() === '') throw new Refusal('late-reason-missing');
  if (state.lastEffectiveAt !== null && on.at < state.lastEffectiveAt)
    throw new Refusal('out-of-order', null, { effectiveAt: on.at, lastEffectiveAt: state.lastEffectiveAt });
}

/** The first step not yet done; undefined when all are. */
export const currentStep = (file: Case): { readonly id: string; readonly role: string } | undefined =>
  file.workflow.steps.find(({ id }) => !file.completedSteps.includes(id));
