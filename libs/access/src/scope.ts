import { Refusal, type Actor } from '#kernel';
import type { DossierCommandType } from '#dossier';
import { placeOf, type OversightCommand, type Place, type Reading, type Right } from './rights.js';

/** Who asks: an actor, and what is left of their role's rights where a key speaks for them, or a password is to be changed. */
export interface Asker extends Actor {
  readonly only?: readonly Right[];
}

/** Where somebody has a right. @throws Refusal `not-allowed` when nowhere, or when it is not among those left to them */
export function placeFor({ role, only }: Asker, right: Right): Place {
  const place = placeOf(role, right);
  if (only !== undefined && !only.includes(right))
    throw new Refusal('not-allowed', null, { role, right, why: 'not among the rights of this key' });
  return place;
}

/** As events name who acted. */
export const actorOf = ({ id, role, agency }: Asker): Actor => ({ id, role, agency });

/** Who has to do with a dossier, and how. */
export interface Involvement {
  /** Nơi tiếp nhận. */
  readonly centre: string | null;
  /** Nơi nhận kết quả. */
  readonly collectAt: string | null;
  readonly decidingAgency: string | null;
  readonly holder: string | null;
  /** To whom it was sent, whole or for a leg that is not done, and whose opinion is awaited. */
  readonly addressed: readonly string[];
  /** The account that filed it. */
  readonly submittedBy: string | null;
}

/** Every agency that has to do with a dossier. */
export const involvedIn = (dossier: Involvement): readonly string[] => {
  const involved = new Set(dossier.addressed);
  for (const agency of [dossier.centre, dossier.collectAt, dossier.decidingAgency, dossier.holder])
    if (agency !== null) involved.add(agency);
  return [...involved].sort();
};

/** Which dossiers somebody may see; enforced inside each query. */
export type Scope =
  | { readonly is: 'all' }
  | { readonly is: 'involving'; readonly agencies: readonly string[] }
  | { readonly is: 'filed-by'; readonly account: string };

/** The tree of agencies, as far as scopes need it. */
export interface AgencyTree {
  /** An agency and everything below it, abolished ones included. */
  subtreeOf(code: string): readonly string[];
}

const NOBODY: Scope = { is: 'involving', agencies: [] };

/** @throws Refusal `not-allowed` when the role has no such right at all */
export function scopeOf(asker: Asker, right: Reading | OversightCommand, tree: AgencyTree): Scope {
  const { id, role, agency } = asker;
  const place = placeFor(asker, right);
  switch (place) {
    case 'everywhere':
      return { is: 'all' };
    case 'own':
      return { is: 'filed-by', account: id };
    case 'mandate':
      if (agency === null) return role === 'inspector' ? { is: 'all' } : NOBODY;
      return { is: 'involving', agencies: tree.subtreeOf(agency) };
    default:
      return agency === null ? NOBODY : { is: 'involving', agencies: [agency] };
  }
}

/** Whether a dossier is among those of a scope. */
export function isWithin(scope: Scope, dossier: Involvement): boolean {
  switch (scope.is) {
    case 'all':
      return true;
    case 'filed-by':
      return dossier.submittedBy === scope.account;
    case 'involving':
      return involvedIn(dossier).some((agency) => scope.agencies.includes(agency));
  }
}

/** Whether an agency itself is among those of a scope. */
export const seesAgency = (scope: Scope, agency: string): boolean =>
  scope.is === 'all' || (scope.is === 'involving' && scope.agencies.includes(agency));

/** What a command says of who acts and where; whatever else it carries. */
export interface Asked {
  readonly type: DossierCommandType;
  /** The centre that files or receives. */
  readonly centre?: string | undefined;
  /** For whom the command takes over, sends back or completes. */
  readonly by?: string | undefined;
  /** Role of the step that is to be completed. */
  readonly stepRole?: string | undefined;
}

/**
 * Role × agency × step: whether somebody may give a command on a dossier.
 * @throws Refusal `not-allowed` naming where the right holds
 */
export function mayGive(actor: Asker, asked: Asked, dossier: Involvement): void {
  const right: Right = asked.type;
  const { role, agency } = actor;
  const place = placeFor(actor, right);
  const no = () => new Refusal('not-allowed', null, { role, right, place });
  if (!holds(place, actor, asked, dossier)) throw no();
  if (role !== 'system' && asked.by !== undefined && asked.by !== agency) throw no();
  if (asked.type === 'CompleteStep' && asked.stepRole !== undefined && asked.stepRole !== role)
    throw new Refusal('not-allowed', null, { role, right, step: asked.stepRole });
}

function holds(place: Place, { id, agency }: Actor, asked: Asked, dossier: Involvement): boolean {
  if (place === 'everywhere') return true;
  if (place === 'own') return dossier.submittedBy === id;
  if (agency === null) return false;
  switch (place) {
    case 'own-desk':
      return asked.centre === agency && (dossier.centre === null || dossier.centre === agency);
    case 'centre':
      return dossier.centre === agency || dossier.collectAt === agency;
    case 'holder':
      return dossier.holder === agency;
    case 'addressed':
      return dossier.addressed.includes(agency);
    case 'decider':
      return dossier.decidingAgency === agency;
    case 'involved':
    case 'mandate':
      return involvedIn(dossier).includes(agency);
  }
}
