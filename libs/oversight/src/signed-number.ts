import type { Instant, Position } from '#kernel';
import { isSame, lastSaid, saidIn, type ClosedPeriod, type Said } from './period.decider.js';

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
 * How a number is to what was last signed of it: the same; another; another, and of other agencies, or looked at as of another
 * instant, or as known before it was signed; in no closing. `unknown`: the log could not be read.
 */
export type AgainstSigned =
  'as-signed' | 'otherwise' | 'of-other-agencies' | 'at-another-instant' | 'before-signing' | 'not-signed' | 'unknown';

/** A number as it was said again, and why; null where it was taken back, for its form was refused. */
export interface RestatedNumber {
  readonly asOf: Position;
  readonly reason: string;
  readonly said: Said | null;
}

/** Số đã ký: what was signed of exactly the days and the agency of a number. */
export interface SignedNumber {
  readonly agency: string;
  /** The instant as of which it was looked at; null where the log could not be read. */
  readonly evaluatedAt: Instant | null;
  /** As it was signed; null where the closing did not hold it. */
  readonly said: Said | null;
  /** Where it was another; of a past only by what was known then. */
  readonly restated: readonly RestatedNumber[];
  readonly compared: AgainstSigned;
}

/** A closing that could not be read, of an agency. */
export interface UnreadPeriod {
  readonly unread: string;
}

/** Null where the period was not closed. */
export function heldAgainst(period: ClosedPeriod | UnreadPeriod | null, told: ToldNumber): SignedNumber | null {
  if (period === null) return null;
  if ('unread' in period)
    return { agency: period.unread, evaluatedAt: null, said: null, restated: [], compared: 'unknown' };
  const { agency, evaluatedAt } = period.closed;
  const said = saidIn(period.closed, told.figure);
  const restated = restatementsOf(period, told, said);
  const signed = { agency, evaluatedAt, said, restated };
  return { ...signed, compared: comparedWith(lastSigned(signed), told, period) };
}

/** As it was last said; null where nothing was. */
export function lastSigned({ said, restated }: Pick<SignedNumber, 'said' | 'restated'>): Said | null {
  const last = restated.at(-1);
  return last === undefined ? said : last.said;
}

function restatementsOf(
  { restatements }: ClosedPeriod,
  { figure, asOf }: ToldNumber,
  signed: Said | null,
): readonly RestatedNumber[] {
  const restated: RestatedNumber[] = [];
  for (const again of restatements) {
    const [said, before] = [saidIn(again, figure), lastSigned({ said: signed, restated })];
    const isAsBefore = said === null || before === null ? said === before : isSame(before, said);
    const isKnown = asOf === null || again.asOf <= asOf;
    if (isKnown && !isAsBefore) restated.push({ asOf: again.asOf, reason: again.reason, said });
  }
  return restated;
}

function comparedWith(last: Said | null, told: ToldNumber, period: ClosedPeriod): AgainstSigned {
  if (last === null) return 'not-signed';
  if (isSame(last, told)) return 'as-signed';
  if (told.evaluatedAt !== period.closed.evaluatedAt) return 'at-another-instant';
  if (told.asOf !== null && told.asOf < last.asOf) return 'before-signing';
  return isOfThem(told.agencies, lastSaid(period).agencies) ? 'otherwise' : 'of-other-agencies';
}

/** What is the whole province's, or was signed before agencies were told, is of them. */
function isOfThem(told: readonly string[] | null, signed: readonly string[] | null): boolean {
  if (told === null || signed === null) return true;
  return told.length === signed.length && told.every((agency) => signed.includes(agency));
}
