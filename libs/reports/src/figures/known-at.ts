import { isDay, Refusal, vietnamDay, type EventStore, type Instant, type Position } from '#kernel';
import type { Sql } from '#read-store';
import { recordedBefore } from '../outcome/standings.query.js';

/** The log, and where the read models are. */
export interface KnownIn {
  readonly store: EventStore;
  readonly db: Sql;
}

/**
 * What was known of dossiers at an instant: the last position of the longest prefix of their events that were all recorded
 * by then; null before the first. Goes through the log from where the last day ended, as far as it was folded.
 * @throws Refusal `store-unavailable`
 */
export async function knownAt({ store, db }: KnownIn, instant: Instant): Promise<Position | null> {
  const ending = new AbortController();
  const { signal } = ending;
  const dayToCome = vietnamDay(new Date(Date.parse(instant) + 1).toISOString());
  let known = await recordedBefore(db, dayToCome);
  try {
    const subscription = store.subscribe({ prefixes: ['dossier-'], personal: [], after: known, signal });
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

const POSITION = /^[0-9a-f]{16,64}$/;

/**
 * A position as it was printed, or an instant: what was known then. Before the first event nothing was.
 * @throws Refusal `invalid-input` for what is neither
 */
export async function positionOf(known: KnownIn, asOf: string): Promise<Position> {
  if (POSITION.test(asOf)) return asOf;
  const instant = isDay(asOf) ? Number.NaN : Date.parse(asOf);
  if (Number.isNaN(instant))
    throw new Refusal('invalid-input', null, {
      ...{ at: 'as-of', expected: 'a position of the log, or an instant with its offset' },
    });
  return (await knownAt(known, new Date(instant).toISOString())) ?? '0';
}
