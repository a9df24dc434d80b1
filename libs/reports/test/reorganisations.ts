import type { CatalogueEvent } from '#catalogue';
import type { Day } from '#kernel';

/** What the commune of random histories came to on a day: another, or two of them. */
export interface Reorganisation {
  /** Its last day. */
  readonly validTo: Day;
  readonly isSplit: boolean;
}

export const COMMUNE = 'H27.118';
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

/** Who stands for an agency on a day: of two successors nobody can say which. */
export const standsFor = (agency: string, on: Day, { validTo, isSplit }: Reorganisation): string =>
  agency === COMMUNE && on > validTo && !isSplit ? SUCCESSOR : agency;
