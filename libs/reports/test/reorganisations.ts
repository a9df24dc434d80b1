import type { CatalogueEvent } from '#catalogue';
import type { RecordedDossierEvent } from '#dossier';
import type { Day, Instant } from '#kernel';

/** What the commune of random histories came to on a day: another, or two of them. */
export interface Reorganisation {
  /** Its last day. */
  readonly validTo: Day;
  readonly isSplit: boolean;
}

const COMMUNE = 'H27.118';
const SUCCESSOR = 'H27.119';
const OTHER = 'H27.120';

/** The catalogue's events of it. */
export const reorganised = ({ validTo, isSplit }: Reorganisation): readonly CatalogueEvent[] => [
  ...[COMMUNE, SUCCESSOR, OTHER].map((code): CatalogueEvent => ({
    ...{ type: 'AgencyRegistered', v: 1 },
    data: { code, name: code, level: 'commune', kind: 'peoples-committee', parent: null, validFrom: '2020-01-01' },
  })),
  {
    ...{ type: 'AgencyEnded', v: 1 },
    data: { code: COMMUNE, validTo, successors: isSplit ? [SUCCESSOR, OTHER] : [SUCCESSOR] },
  },
];

/**
 * Whose each dossier was at an instant, from its events alone; none of one that was not received.
 * @param events as far as was known, in the order of the log
 */
export function decidersAt(events: readonly RecordedDossierEvent[], at: Instant): ReadonlyMap<string, string> {
  const deciders = new Map<string, string>();
  for (const { stream, type, data, meta } of events) {
    const id = stream.slice('dossier-'.length);
    if (meta.effectiveAt > at) continue;
    if (type === 'DossierReceived') deciders.set(id, data.decidingAgency);
    if (type === 'DossierImported') deciders.set(id, data.agency);
    if (type === 'DossierHandedOver' && deciders.get(id) === data.from) deciders.set(id, data.to);
  }
  return deciders;
}

/** Who stands for an agency on a day: of two successors nobody can say which. */
export const standsFor = (agency: string, on: Day, { validTo, isSplit }: Reorganisation): string =>
  agency === COMMUNE && on > validTo && !isSplit ? SUCCESSOR : agency;
