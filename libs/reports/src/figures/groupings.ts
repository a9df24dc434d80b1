import { agencyNow, type CatalogueView } from '#catalogue';
import { vietnamDay, type Instant } from '#kernel';
import type { Standing } from '../outcome/standing.fold.js';

/** What a figure may be split by. `agency` as it was, `agency-now` by its successor, `month` of the calendar. */
export const GROUPINGS = [
  ...(['agency', 'agency-now', 'centre', 'level', 'field', 'procedure', 'channel', 'officer', 'month'] as const),
];
export type Grouping = (typeof GROUPINGS)[number];

/** The key of what is in no group: not received, not assigned, not in the catalogue. */
export const NO_GROUP = '';

/** What of a dossier tells its groups. */
export type Placed = Pick<Standing, 'agency' | 'centre' | 'field' | 'procedure' | 'channel' | 'officer'>;

/** From where a group is named: when the dossier counts, and when it is looked at. */
export interface Seen {
  readonly on: Instant;
  readonly at: Instant;
  readonly catalogue: CatalogueView;
}

/** In which group a dossier counts. */
export function groupOf(by: Grouping, standing: Placed, { on, at, catalogue }: Seen): string {
  switch (by) {
    case 'agency':
    case 'field':
    case 'procedure':
    case 'officer':
      return standing[by] ?? NO_GROUP;
    case 'centre':
    case 'channel':
      return standing[by];
    case 'agency-now':
      return standing.agency === null ? NO_GROUP : nowOf(standing.agency, at, catalogue);
    case 'level':
      return catalogue.findAgency(standing.agency ?? standing.centre)?.level ?? NO_GROUP;
    case 'month':
      return vietnamDay(on).slice(0, 'yyyy-mm'.length);
  }
}

const LEVELS: Readonly<Record<string, string>> = {
  ...{ ministry: 'bộ, ngành trung ương', province: 'cấp tỉnh', district: 'cấp huyện', commune: 'cấp xã' },
};
const CHANNELS: Readonly<Record<string, string>> = { counter: 'trực tiếp', online: 'trực tuyến', post: 'bưu chính' };

/** How a person names a group; null where its key is all there is. */
export function groupNamed(by: Grouping, key: string, catalogue: CatalogueView): string | null {
  switch (by) {
    case 'agency':
    case 'agency-now':
    case 'centre':
      return catalogue.findAgency(key)?.name ?? null;
    case 'procedure':
      return catalogue.findLocal(key)?.name ?? catalogue.findNational(key)?.name ?? null;
    case 'level':
      return LEVELS[key] ?? null;
    case 'channel':
      return CHANNELS[key] ?? null;
    case 'field':
    case 'officer':
    case 'month':
      return null;
  }
}

/** Cơ quan hiện nay: its one successor; of several nobody can say which one took it. */
function nowOf(agency: string, on: Instant, catalogue: CatalogueView): string {
  const [now, ...others] = agencyNow(catalogue, agency, vietnamDay(on));
  return now === undefined || others.length > 0 ? agency : now;
}

/** An agency and everything above it, as the catalogue has them. */
export function upwards(agency: string, catalogue: CatalogueView): readonly string[] {
  const all: string[] = [];
  for (let at: string | null = agency; at !== null && !all.includes(at); at = catalogue.findAgency(at)?.parent ?? null)
    all.push(at);
  return all;
}
