import type { Instant, Position } from '#kernel';
import type { ClosedPeriod } from './period.decider.js';
import type { Closing } from './oversight.events.js';

/** A number as it is told now, to be held against what was signed of it. */
export interface Told {
  readonly figure: string;
  readonly definitionVersion: number;
  readonly evaluatedAt: Instant;
  readonly terms: Readonly<Record<string, number>>;
  /** Null of one that is told without its proof: then its terms are compared. */
  readonly digest: string | null;
}

/** A number as it was said, and what was known then. */
export interface Said {
  readonly asOf: Position;
  readonly definitionVersion: number;
  readonly dossiers: number;
  readonly digest: string;
  readonly terms: Readonly<Record<string, number>>;
}

/** Số đã ký: what was signed of exactly the days and the agency of a number. */
export interface Signed {
  readonly agency: string;
  /** As it was signed; null where the closing did not hold it. */
  readonly signed: Said | null;
  /** As it was said again, where it was another. */
  readonly restated: readonly (Said & { readonly reason: string })[];
  /** Whether it is another now than was last said; null where nothing was said of it. */
  readonly differs: boolean | null;
}

/** Null where the period was not closed, or the number is looked at as of another instant than the signed one was. */
export function signedBeside(closed: ClosedPeriod | null, told: Told): Signed | null {
  if (closed === null || closed.closed.evaluatedAt !== told.evaluatedAt) return null;
  const signed = saidIn(closed.closed, told.figure);
  let last = signed;
  const restated: Signed['restated'][number][] = [];
  for (const again of closed.restatements) {
    const said = saidIn(again, told.figure);
    if (said === null || (last !== null && isSame(last, said))) continue;
    restated.push({ ...said, reason: again.reason });
    last = said;
  }
  return { agency: closed.closed.agency, signed, restated, differs: last === null ? null : !isSame(last, told) };
}

/** As it was last said; null where nothing was. */
export const lastSaidOf = ({ signed, restated }: Signed): Said | null => restated.at(-1) ?? signed;

function saidIn({ asOf, figures }: Closing, figure: string): Said | null {
  const found = figures.find((one) => one.figure === figure);
  if (found === undefined) return null;
  const { definitionVersion, dossiers, digest } = found;
  const terms = Object.fromEntries(found.terms.map(({ term, number }) => [term, number]));
  return { asOf, definitionVersion, dossiers, digest, terms };
}

function isSame(
  said: Said,
  { definitionVersion, digest, terms }: Pick<Told, 'definitionVersion' | 'digest' | 'terms'>,
) {
  if (definitionVersion !== said.definitionVersion) return false;
  if (digest !== null) return digest === said.digest;
  return Object.entries(said.terms).every(([term, number]) => (terms[term] ?? 0) === number);
}
