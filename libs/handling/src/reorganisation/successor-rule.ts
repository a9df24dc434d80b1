import { agencyNow, fieldNamed, type CatalogueView } from '#catalogue';
import { caseOf } from '#dossier';
import { dayAfter, Refusal, type Day } from '#kernel';
import type { LoadedDossier } from '../dossier-log.js';

/** Which successor takes what: by the dossier's centre, else its procedure, else its field. */
export interface Mapping {
  readonly centres: ReadonlyMap<string, string>;
  readonly procedures: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, string>;
}

/** Sắp xếp đơn vị: an agency that ended, and who takes over what ran there. */
export interface Plan {
  readonly from: string;
  readonly mapping: Mapping;
  /** Takes what neither the mapping nor a dossier's centre gives to another. */
  readonly rest: string | null;
}

/** Who takes a dossier over; null where no rule says so, and nobody guesses. */
export type SuccessorRule = (dossier: LoadedDossier) => string | null;

const KEYS = ['centres', 'procedures', 'fields'] as const;

/**
 * The successors of an agency that has ended, and the rule by which each dossier finds its own: the mapping, else the one
 * below whom its centre is, else the rest's, else the only one. Successors that have ended since, are their own successors.
 * @throws Refusal `unknown-agency`, `agency-still-open`; `invalid-input` for a successor that is none of them
 */
export function successorRule(view: CatalogueView, { from, mapping, rest }: Plan, on: Day): SuccessorRule {
  const successors = successorsOf(view, from, on);
  const named = [...KEYS.flatMap((by) => [...mapping[by].values()]), ...(rest === null ? [] : [rest])];
  const stranger = named.find((agency) => !successors.includes(agency));
  if (stranger !== undefined) throw new Refusal('invalid-input', null, { agency: stranger, successors });
  const below = successors.map((agency) => [agency, new Set(view.subtreeOf(agency))] as const);
  const only = successors.length === 1 ? (successors[0] ?? null) : null;
  return (dossier) => {
    const { centre, procedure, field } = factsOf(dossier, view);
    const mapped =
      mapping.centres.get(centre) ?? mapping.procedures.get(procedure) ?? mapping.fields.get(fieldNamed(field));
    return mapped ?? below.find(([, agencies]) => agencies.has(centre))?.[0] ?? rest ?? only;
  };
}

function successorsOf(view: CatalogueView, from: string, on: Day): readonly string[] {
  const agency = view.findAgency(from);
  if (agency === undefined) throw new Refusal('unknown-agency', null, { agency: from });
  if (agency.validTo === null) throw new Refusal('agency-still-open', null, { agency: from });
  const first = dayAfter(agency.validTo, 1);
  const successors = agencyNow(view, from, on > first ? on : first).filter((code) => code !== from);
  if (successors.length === 0) throw new Refusal('invalid-input', null, { agency: from, successors });
  return successors;
}

/** What of a dossier says where it belongs. */
function factsOf({ history, state }: LoadedDossier, view: CatalogueView) {
  const filed = history.findLast(({ type }) => type === 'DossierReceived' || type === 'DossierSubmitted');
  const procedure = filed !== undefined && 'procedure' in filed.data ? filed.data.procedure.code : '';
  const field = filed?.type === 'DossierReceived' ? filed.data.field : view.findLocal(procedure)?.field;
  const { situation } = state;
  const centre = caseOf(state)?.centre ?? (situation.is === 'submitted' ? situation.centre : '');
  return { centre, procedure, field: field ?? '' };
}
