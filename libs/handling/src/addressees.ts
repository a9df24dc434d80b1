import { isOfKind, isOpenOn, type CatalogueView } from '#catalogue';
import { caseOf, type DossierState } from '#dossier';
import { Refusal, type Actor, type Day } from '#kernel';
import type { DossierRequest } from './dossier-requests.js';

/** The agencies that a request addresses: each must exist and work. */
export function agenciesOf(request: DossierRequest): readonly string[] {
  switch (request.type) {
    case 'TransferDossier':
    case 'HandOverDossier':
      return [request.data.to];
    case 'RequestOpinion':
      return [request.data.agency];
    case 'IssueApology':
      return [request.data.lateAgency];
    default:
      return [];
  }
}

/** @throws Refusal `unknown-agency`, `agency-closed` */
export function openAgency(view: CatalogueView, code: string, on: Day): void {
  if (view.findAgency(code) === undefined) throw new Refusal('unknown-agency', null, { agency: code });
  if (!view.isOpen(code, on)) throw new Refusal('agency-closed', null, { agency: code, on });
}

/** Who belongs to an agency that has ended acts on nothing. @throws Refusal `agency-closed` */
export function ofAnOpenAgency(view: CatalogueView, { agency: code }: Actor, on: Day): void {
  const agency = code === null ? undefined : view.findAgency(code);
  if (agency !== undefined && !isOpenOn(agency, on)) throw new Refusal('agency-closed', null, { agency: code, on });
}

/** A leg goes to an agency of the kind that its workflow names. @throws Refusal `agency-of-another-kind` */
export function fitForLeg(view: CatalogueView, state: DossierState, request: DossierRequest): void {
  if (request.type !== 'TransferDossier' || request.data.leg === null) return;
  const { to, leg } = request.data;
  const kind = kindOf(view, state, leg);
  const agency = view.findAgency(to);
  if (kind !== undefined && agency !== undefined && !isOfKind(agency, kind))
    throw new Refusal('agency-of-another-kind', 'ND118-2025/20.2', { agency: to, leg, kind });
}

/** Receptions that did not keep it go by the workflow as it was published. */
function kindOf(view: CatalogueView, state: DossierState, leg: string): string | undefined {
  const workflow = caseOf(state)?.workflow;
  if (workflow === undefined) return undefined;
  const published = view.findWorkflow(workflow.id, workflow.version);
  const [kept, known] = [workflow, published].map((one) => one?.legs.find(({ id }) => id === leg)?.agencyKind);
  return kept ?? known ?? undefined;
}
