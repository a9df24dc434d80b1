import { vietnamDay, type Day, type Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import type { Standing } from '../../outcome/standing.fold.js';
import { isHappening, type FigureDefinition, type Part, type Terms } from '../definition.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';

/** A standing from an instant on, until the next of the same dossier. */
export interface StandingSince {
  readonly effectiveAt: Instant;
  readonly standing: Standing;
}

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
 * The entries of one dossier: whatever instant is looked at, those that count by then sum up to what the dossier adds as it
 * stood at that instant. Each standing takes back what the one before it said.
 * @param versions in order; effective instants never go back
 */
export function* entriesOf(
  versions: readonly StandingSince[],
  calendars: readonly WorkingCalendar[],
): Generator<Entry> {
  let before: readonly (readonly [FigureDefinition, Standing, readonly Part[]])[] = [];
  for (const { effectiveAt, standing } of versions) {
    const now = DOSSIER_FIGURES.map((figure) => [figure, standing, figure.parts(standing, calendars)] as const);
    for (const [figure, was, parts] of before)
      for (const part of parts) yield* entered(part, effectiveAt, { figure, standing: was, sign: -1 });
    for (const [figure, is, parts] of now)
      for (const part of parts) yield* entered(part, effectiveAt, { figure, standing: is, sign: 1 });
    before = now;
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
  const from = part.from ?? effectiveAt;
  if (part.until !== null && part.until <= from) return;
  yield { ...of, since: later(effectiveAt, from), on: null, sign };
  if (part.until !== null) yield { ...of, since: later(effectiveAt, part.until), on: null, sign: sign === 1 ? -1 : 1 };
}

/** When the dossier next counts otherwise though nothing happens to it; null where it never does. */
export function nextChange(
  { effectiveAt, standing }: StandingSince,
  after: Instant,
  calendars: readonly WorkingCalendar[],
): Instant | null {
  let next: Instant | null = effectiveAt > after ? effectiveAt : null;
  for (const figure of DOSSIER_FIGURES)
    for (const part of figure.parts(standing, calendars))
      for (const at of isHappening(part) ? [part.on] : [part.from, part.until])
        if (at !== null && at > after && (next === null || at < next)) next = at;
  return next;
}
