import { NOTHING_YET, type Standing } from './standing.fold.js';

/** What of a standing is otherwise than it was before; of the first, than where nothing is known. */
export type StandingChanges = Partial<Standing>;

/** What came to stand otherwise; null where nothing did. */
export function changesOf(before: Standing | null, after: Standing | null): StandingChanges | null {
  if (after === before || after === null) return null;
  const [was, is] = [fieldsOf(before ?? NOTHING_YET), fieldsOf(after)];
  const names = NAMES.filter((name) => !isSame(was[name], is[name]));
  return names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, is[name]]));
}

/** The standing that changes come to, from the first on: in tables of earlier code each is a whole standing. */
export const standingFrom = (changes: readonly StandingChanges[]): Standing =>
  Object.assign({ ...NOTHING_YET }, ...changes);

/** The same of a dossier of which perhaps nothing was known. */
export const perhapsStanding = (changes: readonly StandingChanges[] | null): Standing | null =>
  changes === null ? null : standingFrom(changes);

const NAMES = Object.keys(NOTHING_YET);

/** Of any name: an interface by itself has no index. */
const fieldsOf = (standing: Pick<Standing, keyof Standing>): Readonly<Record<string, unknown>> => standing;

/** The fields of a value stand in one order, whether it was made here or read from a table. */
const isSame = (before: unknown, after: unknown): boolean =>
  before === after ||
  (typeof before === 'object' && typeof after === 'object' && JSON.stringify(before) === JSON.stringify(after));
