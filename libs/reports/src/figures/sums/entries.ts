import { vietnamDay, type Day, type Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import type { Standing } from '../../outcome/standing.fold.js';
import { isHappening, type FigureDefinition, type Part, type Terms } from '../definition.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';
import { keyOf } from './sum-rows.js';
import { SUMMED_BY } from './tables.js';

/** A standing from an instant on, until the next of the same dossier, with what it adds to each figure. */
export interface StandingSince {
  readonly effectiveAt: Instant;
  readonly standing: Standing;
  /** In the order of the figures. */
  readonly parts: readonly (readonly Part[])[];
}

export const standingSince = (
  effectiveAt: Instant,
  standing: Standing,
  calendars: readonly WorkingCalendar[],
): StandingSince => ({
  ...{ effectiveAt, standing },
  parts: DOSSIER_FIGURES.map((figure) => figure.parts(standing, calendars)),
});

/** Bút toán — what a sum gains, or loses where `sign` is −1, from an instant on. */
export interface Entry {
  readonly figure: FigureDefinition;
  readonly since: Instant;
  /** The day on which it happened; null of what lasts. */
  readonly on: Day | null;
  readonly terms: Terms;
  readonly sign: 1 | -1;
  readonly standing: Standing;
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/**
 * What a standing enters when it comes: it takes back what the one before it said, and says its own. Whatever instant is looked
 * at, those entries of a dossier that count by then sum up to what it adds as it stood at that instant.
 */
export function* entriesOf(now: StandingSince, before: StandingSince | undefined): Generator<Entry> {
  const { effectiveAt, standing } = now;
  const isThere = before !== undefined && SUMMED_BY.every((by) => keyOf(by, standing) === keyOf(by, before.standing));
  for (const [at, figure] of DOSSIER_FIGURES.entries()) {
    const [parts, taken] = [now.parts[at] ?? [], before?.parts[at] ?? []];
    if (isThere && JSON.stringify(parts) === JSON.stringify(taken)) continue;
    for (const part of taken)
      yield* entered(part, effectiveAt, { figure, standing: before?.standing ?? standing, sign: -1 });
    for (const part of parts) yield* entered(part, effectiveAt, { figure, standing, sign: 1 });
  }
}

function* entered(
  part: Part,
  effectiveAt: Instant,
  { figure, standing, sign }: Pick<Entry, 'figure' | 'standing' | 'sign'>,
): Generator<Entry> {
  const of = { figure, standing, terms: part.terms };
  if (isHappening(part)) {
    yield { ...of, since: later(effectiveAt, part.on), on: vietnamDay(part.on), sign };
    return;
  }
  yield { ...of, since: later(effectiveAt, part.from ?? effectiveAt), on: null, sign };
  if (part.until !== null) yield { ...of, since: later(effectiveAt, part.until), on: null, sign: sign === 1 ? -1 : 1 };
}

/** When the dossier next counts otherwise though nothing happens to it; null where it never does. */
export function nextChange({ effectiveAt, parts }: StandingSince, after: Instant): Instant | null {
  let next: Instant | null = effectiveAt > after ? effectiveAt : null;
  for (const part of parts.flat())
    for (const at of isHappening(part) ? [part.on] : [part.from, part.until])
      if (at !== null && at > after && (next === null || at < next)) next = at;
  return next;
}
