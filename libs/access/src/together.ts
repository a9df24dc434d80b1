import { Refusal, type Actor } from '#kernel';
import type { DossierCommandType } from '#dossier';
import { rights } from './rights.js';

/** What no one person does: every role of the line takes part, each with an account of its own. */
export const TOGETHER: readonly DossierCommandType[] = ['EraseApplicant'];

/**
 * Whether those who act make up the whole line of the table; where each may act is asked of each.
 * @throws Refusal `two-persons-needed` naming the roles that it takes
 */
export function mustBeTogether(actors: readonly Actor[], right: DossierCommandType): void {
  const roles = Object.keys(rights[right]);
  const accounts = new Set(actors.map(({ id }) => id));
  const isWhole = roles.every((role) => actors.some((actor) => actor.role === role));
  if (!isWhole || accounts.size < actors.length || accounts.size < roles.length)
    throw new Refusal('two-persons-needed', null, { right, roles });
}
