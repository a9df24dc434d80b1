import type { DossierCommand } from '#dossier';
import { doing, historyOf, on } from '#testing';
import { foldOutcome, type OutcomeRow } from '../src/outcome/outcome.fold.js';
import type { Standing } from '../src/outcome/standing.fold.js';

/** Monday 02/11 08:00, ten working days: due Monday 16/11 08:00, an apology by Friday 13/11 17:00. */
export const received = doing('ReceiveDossier', on('2026-11-02 08:00'));

/** Everything up to the decision, on one morning. */
export const worked = (day: string): readonly DossierCommand[] => [
  doing('AssignDossier', on(`${day} 08:00`)),
  doing('CompleteStep', on(`${day} 08:10`), { step: 'appraise' }),
  doing('CompleteStep', on(`${day} 08:20`), { step: 'check' }),
  doing('ApproveDecision', on(`${day} 08:30`)),
];

/** The row of outcomes after these commands, with every change of the standing. */
export function outcomeOf(...commands: readonly DossierCommand[]): OutcomeRow {
  const row = historyOf(...commands).reduce<OutcomeRow | null>(foldOutcome, null);
  if (row === null) throw new Error('nothing happened');
  return row;
}

/** Where the dossier stands for the figures after these commands. */
export function lived(...commands: readonly DossierCommand[]): Standing {
  const { standing } = outcomeOf(...commands);
  if (standing === null) throw new Error('nothing happened that a figure counts');
  return standing;
}
