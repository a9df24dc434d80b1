import { Refusal, type Day } from '#kernel';
import type { Agency, CatalogueView, LocalVersion } from '#catalogue';
import type { Channel, Terms } from '#dossier';
import { limitToCount } from '#working-time';

interface Asked {
  readonly procedure: string;
  readonly channel: Channel;
  readonly case: number | null;
  readonly centre: string;
  readonly decidingAgency: string | null;
  readonly day: Day;
}

/**
 * What the procedure version in force lays down for this dossier, and who decides it.
 * @throws Refusal `unknown-procedure`, `not-receivable`, `limit-not-set`, `unknown-case`, `decider-not-set`,
 * `unknown-agency`, `agency-closed`
 */
export function termsOf(
  view: CatalogueView,
  asked: Asked,
): { readonly terms: Terms; readonly decidingAgency: string; readonly isGroup: boolean } {
  const version = view.receivable(asked.procedure, asked.day);
  const workflow = view.findWorkflow(version.workflow.id, version.workflow.version);
  if (workflow === undefined) throw new Refusal('not-receivable', null, { procedure: version.code });
  const chosen = limitOf(version, asked);
  const { limit: counted, basis } = limitToCount({ ...chosen, sameDay: version.sameDay });
  const { statutory, local } = chosen;
  return {
    decidingAgency: decidingAgencyOf(view, version, asked).code,
    isGroup: version.isGroup,
    terms: {
      procedure: { code: version.code, version: version.version, name: version.name },
      field: version.field,
      limit: { statutory, local, sameDay: version.sameDay, case: asked.case, counted, basis },
      supplementPolicy: version.supplementPolicy,
      workflow: {
        id: workflow.id,
        version: workflow.version,
        // No hours are laid down for the steps of the default workflow.
        steps: workflow.steps.map(({ id, role, hours }) => ({ id, role, hours: hours === 0 ? null : hours })),
        legs: workflow.legs,
      },
    },
  };
}

/** The limit of the channel; where it has several cases the officer says which. */
function limitOf(version: LocalVersion, { channel, case: chosen }: Asked) {
  const cases = version.limits.filter((limit) => limit.channel === channel);
  if (cases.length === 0) throw new Refusal('limit-not-set', null, { procedure: version.code, channel });
  const [only] = cases;
  const found = cases.length === 1 && chosen === null ? only : cases.find((limit) => limit.case === chosen);
  if (found === undefined)
    throw new Refusal('unknown-case', null, {
      procedure: version.code,
      channel,
      cases: cases.map(({ case: number, label }) => ({ case: number, label })),
    });
  return found;
}

/** The named agency if it may decide; else the centre's own, else the only one there is. */
function decidingAgencyOf(view: CatalogueView, { code, deciderKind }: LocalVersion, asked: Asked): Agency {
  const candidates = view.agenciesOfKind(deciderKind, asked.day);
  if (asked.decidingAgency !== null) {
    const named = candidates.find((agency) => agency.code === asked.decidingAgency);
    if (named !== undefined) return named;
    const known = view.findAgency(asked.decidingAgency);
    if (known === undefined) throw new Refusal('unknown-agency', null, { agency: asked.decidingAgency });
    const closed = !view.isOpen(known.code, asked.day);
    throw new Refusal(closed ? 'agency-closed' : 'decider-not-set', null, { agency: known.code, kind: deciderKind });
  }
  const home = view.findAgency(asked.centre)?.parent;
  const own = candidates.find((agency) => agency.code === home);
  const sole = own ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (sole === undefined) throw new Refusal('decider-not-set', null, { procedure: code, kind: deciderKind });
  return sole;
}
