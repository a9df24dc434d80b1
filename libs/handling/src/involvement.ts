import type { Involvement } from '#access';
import { agencyNow, type CatalogueView } from '#catalogue';
import { caseOf, isOpenTransfer, lyingWith, type DossierState, type RecordedDossierEvent } from '#dossier';
import type { Actor, Day } from '#kernel';
import type { LoadedDossier } from './dossier-log.js';

const filedBy = (history: readonly RecordedDossierEvent[]) => {
  const [first] = history;
  return first?.type === 'DossierSubmitted' ? first : undefined;
};

/** The desk that an application lies with: after a reorganisation the successor's. */
const centreNow = (filedAt: string, history: readonly RecordedDossierEvent[]): string =>
  history.reduce(
    (centre, event) => (event.type === 'DossierHandedOver' && event.data.from === centre ? event.data.to : centre),
    filedAt,
  );

/** Who has to do with a dossier, as its stream tells it. Who took it over has it addressed still, and hears so if they do again. */
export function involvementOf({ history, state }: LoadedDossier): Involvement {
  const submitted = filedBy(history);
  const submittedBy = submitted?.meta.actor.id ?? null;
  const file = caseOf(state);
  if (file === null) {
    const imported = history.find((event) => event.type === 'DossierImported');
    const agency = imported?.data.agency ?? null;
    const centre = submitted === undefined ? agency : centreNow(submitted.data.centre, history);
    return { centre, collectAt: null, decidingAgency: agency, holder: agency, addressed: [], submittedBy };
  }
  const open = file.transfers.filter((sent) => isOpenTransfer(file, sent));
  const tookOver = file.transfers.filter(
    ({ leg, to, status }) => leg === null && to === file.holder && status === 'accepted',
  );
  const asked = file.opinions.filter(({ answered }) => !answered);
  return {
    centre: file.centre,
    collectAt: file.collectAt,
    decidingAgency: file.decidingAgency,
    holder: file.holder,
    addressed: [...[...open, ...tookOver].map(({ to }) => to), ...asked.map(({ agency }) => agency)],
    submittedBy,
  };
}

/**
 * What is over is handed over to nobody, and may turn out wrong or be asked after years later: whoever belongs to a successor
 * of an agency that has ended stands in its place, after a split whichever of them is asked.
 */
export function standingIn(
  involved: Involvement,
  state: DossierState,
  { agency }: Actor,
  view: CatalogueView,
  on: Day,
): Involvement {
  const isOver = state.situation.is === 'returned' || lyingWith(state).length === 0;
  if (!isOver || agency === null) return involved;
  const stands = (code: string | null) => (code !== null && agencyNow(view, code, on).includes(agency) ? agency : code);
  const { centre, collectAt, decidingAgency, holder } = involved;
  return {
    ...involved,
    centre: stands(centre),
    collectAt: stands(collectAt),
    decidingAgency: stands(decidingAgency),
    holder: stands(holder),
  };
}
