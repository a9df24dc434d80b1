import { CATALOGUE_PREFIXES } from '#catalogue';
import { Refusal, vietnamDay, type EventStore, type Instant, type Position } from '#kernel';
import { OVERSIGHT_PREFIXES } from '#oversight';
import type { Sql } from '#read-store';
import { recordedBefore, standingsReach } from '../outcome/standings.query.js';
import { instantOf } from './period.js';

/** The log, and where the read models are. */
export interface KnownIn {
  readonly store: EventStore;
  readonly db: Sql;
}

/** Everything that a figure is told from. */
const PREFIXES = ['dossier-', ...CATALOGUE_PREFIXES, ...OVERSIGHT_PREFIXES];

/**
 * What was known at an instant: the last position of the longest prefix of the events that were all recorded by then; null
 * before the first. Goes through the log from where the last day ended, as far as it was folded: days that are over are told by
 * the dossiers' events, and what else was recorded among them is taken to be of their day, were its clock seconds ahead.
 * @throws Refusal `store-unavailable`
 */
export async function knownAt({ store, db }: KnownIn, instant: Instant): Promise<Position | null> {
  const ending = new AbortController();
  const { signal } = ending;
  const dayToCome = vietnamDay(new Date(Date.parse(instant) + 1).toISOString());
  let known = await recordedBefore(db, dayToCome);
  try {
    const subscription = store.subscribe({ prefixes: PREFIXES, personal: [], after: known, signal });
    for await (const { events, caughtUp } of subscription) {
      for (const { position, meta } of events) {
        if (meta.recordedAt > instant) return known;
        known = position;
      }
      if (caughtUp) return known;
    }
    return known;
  } finally {
    ending.abort();
  }
}

/** As either store prints it, or `0`: before the first. */
const POSITION = /^(?:0|[0-9a-f]{32}|\d{20})$/;

/**
 * A position as it was printed, or an instant that is over: what was known then. Before the first event nothing was.
 * @throws Refusal `invalid-input` for what is neither
 */
export async function positionOf(known: KnownIn, asOf: string, now: Instant): Promise<Position> {
  if (POSITION.test(asOf)) return asOf;
  const instant = instantOf(asOf);
  if (instant === null || instant > now)
    throw new Refusal('invalid-input', null, {
      ...{ at: 'as-of', given: asOf, expected: 'a position of the log, or an instant with its offset, not after now' },
    });
  return (await knownAt(known, instant)) ?? '0';
}

/** The position, or where the outcomes are while they have not come to it. @throws Refusal `store-unavailable` */
export const heldByOutcomes = async (known: KnownIn, position: Position | null): Promise<Position | null> =>
  heldBy(await standingsReach(known.db), known, position);

/**
 * The position, or where a read model of dossiers is while it has not come to it. It follows dossiers alone, so that its own
 * may be lower for good: the log says whether a dossier's event lies between.
 */
export async function heldBy(
  reached: Position | null,
  { store }: Pick<KnownIn, 'store'>,
  position: Position | null,
): Promise<Position | null> {
  if (position === null || (reached !== null && reached >= position)) return position;
  const ending = new AbortController();
  try {
    const asked = { prefixes: ['dossier-'], personal: [], after: reached, batchSize: 1, signal: ending.signal };
    for await (const { events, caughtUp } of store.subscribe(asked)) {
      const [next] = events;
      if (next !== undefined) return next.position <= position ? reached : position;
      if (caughtUp) return position;
    }
    return reached;
  } finally {
    ending.abort();
  }
}
