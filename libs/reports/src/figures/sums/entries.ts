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
export function entriesOf(now: StandingSince, before: StandingSince | undefined): readonly Entry[] {
  const { effectiveAt, standing } = now;
  const isThere = before !== undefined && SUMMED_BY.every((by) => keyOf(by, standing) === keyOf(by, before.standing));
  const entries: Entry[] = [];
  for (const [at, figure] of DOSSIER_FIGURES.entries()) {
    const taken = [...(before?.parts[at] ?? [])];
    for (const part of now.parts[at] ?? []) {
      const same = isThere ? taken.findIndex((one) => isSame(one, part)) : -1;
      if (same === -1) enter(entries, part, { figure, standing, effectiveAt, sign: 1 });
      else taken.splice(same, 1);
    }
    for (const part of taken)
      enter(entries, part, { figure, standing: before?.standing ?? standing, effectiveAt, sign: -1 });
  }
  return entries;
}

function isSame(a: Part, b: Part): boolean {
  if (isHappening(a)) return isHappening(b) && a.on === b.on && haveSame(a.terms, b.terms);
  return !isHappening(b) && a.from === b.from && a.until === b.until && haveSame(a.terms, b.terms);
}

function haveSame(terms: Terms, others: Terms): boolean {
  const names = Object.keys(terms);
  return names.length === Object.keys(others).length && names.every((name) => terms[name] === others[name]);
}

function enter(
  entries: Entry[],
  part: Part,
  {
    figure,
    standing,
    effectiveAt,
    sign,
  }: Pick<Entry, 'figure' | 'standing' | 'sign'> & Pick<StandingSince, 'effectiveAt'>,
): void {
  const of = { figure, standing, terms: part.terms };
  if (isHappening(part)) {
    entries.push({ ...of, since: later(effectiveAt, part.on), on: vietnamDay(part.on), sign });
    return;
  }
  entries.push({ ...of, since: later(effectiveAt, part.from ?? effectiveAt), on: null, sign });
  if (part.until !== null)
    entries.push({ ...of, since: later(effectiveAt, part.until), on: null, sign: sign === 1 ? -1 : 1 });
}

/** When the dossier next counts otherwise though nothing happens to it; null where it never does. */
export function nextChange({ effectiveAt, parts }: StandingSince, after: Instant): Instant | null {
  let next: Instant | null = effectiveAt > after ? effectiveAt : null;
  for (const part of parts.flat())
    for (const at of isHappening(part) ? [part.on] : [part.from, part.until])
      if (at !== null && at > after && (next === null || at < next)) next = at;
  return next;
}
