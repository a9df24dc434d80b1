import type { Instant, Position } from '#kernel';
import { isSame, saidIn, type ClosedPeriod, type Said } from './period.decider.js';

/** A number as it is told, to be held against what was signed of it. */
export interface ToldNumber {
  readonly figure: string;
  readonly definitionVersion: number;
  readonly evaluatedAt: Instant;
  /** What was known, where a past was asked for; null: all. */
  readonly asOf: Position | null;
  /** Whose it is; null of the whole province. */
  readonly agencies: readonly string[] | null;
  readonly terms: Said['terms'];
  /** Null of one that is told without its proof: then its terms are compared. */
  readonly digest: string | null;
}

/**
 * How a number is to what was last signed of it, by what was known where it is of a past: the same; another; another, and of
 * other agencies, or looked at as of another instant; in no closing. `unknown`: the log could not be read.
 */
export type Compared =
  'as-signed' | 'otherwise' | 'of-other-agencies' | 'at-another-instant' | 'not-signed' | 'unknown';

/** Số đã ký: what was signed of exactly the days and the agency of a number. */
export interface SignedNumber {
  readonly agency: string;
  /** The instant as of which it was looked at; null where the log could not be read. */
  readonly evaluatedAt: Instant | null;
  /** As it was signed; null where the closing did not hold it. */
  readonly signed: Said | null;
  /** As it was said again, where it was another; of a past only what was known by then. */
  readonly restated: readonly (Said & { readonly reason: string })[];
  readonly compared: Compared;
}

/** A closing that could not be read, of an agency. */
export interface UnreadPeriod {
  readonly unread: string;
}

/** Null where the period was not closed. */
export function heldAgainst(period: ClosedPeriod | UnreadPeriod | null, told: ToldNumber): SignedNumber | null {
  if (period === null) return null;
  if ('unread' in period)
    return { agency: period.unread, evaluatedAt: null, signed: null, restated: [], compared: 'unknown' };
  const { closed, restatements } = period;
  const signed = saidIn(closed, told.figure);
  const restated: SignedNumber['restated'][number][] = [];
  for (const again of restatements) {
    const [said, before] = [saidIn(again, told.figure), restated.at(-1) ?? signed];
    if (said === null || (before !== null && isSame(before, said))) continue;
    if (told.asOf === null || said.asOf <= told.asOf) restated.push({ ...said, reason: again.reason });
  }
  const last = restated.at(-1) ?? signed;
  return {
    ...{ agency: closed.agency, evaluatedAt: closed.evaluatedAt, signed, restated },
    compared: compared(last, told, period),
  };
}

function compared(last: Said | null, told: ToldNumber, { closed }: ClosedPeriod): Compared {
  if (last === null) return 'not-signed';
  if (isSame(last, told)) return 'as-signed';
  if (told.evaluatedAt !== closed.evaluatedAt) return 'at-another-instant';
  return isOfThem(told.agencies, closed.agencies) ? 'otherwise' : 'of-other-agencies';
}

/** What is the whole province's, or was signed before agencies were told, is of them. */
function isOfThem(told: readonly string[] | null, signed: readonly string[] | null): boolean {
  if (told === null || signed === null) return true;
  return told.length === signed.length && told.every((agency) => signed.includes(agency));
}

/** As it was last said; null where nothing was. */
export const lastSigned = ({ signed, restated }: SignedNumber): Said | null => restated.at(-1) ?? signed;
