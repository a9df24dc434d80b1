import { isDay, Refusal, type EventStore, type Instant, type Position } from '#kernel';

/**
 * What was known of dossiers at an instant: the last position of the longest prefix of their events that were all recorded
 * by then; null before the first. Goes through the log from its start.
 */
export async function knownAt(log: EventStore, instant: Instant): Promise<Position | null> {
  const ending = new AbortController();
  let known: Position | null = null;
  try {
    for await (const { events, caughtUp } of log.subscribe({
      prefixes: ['dossier-'],
      personal: [],
      signal: ending.signal,
    })) {
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
export async function positionOf(log: EventStore, asOf: string): Promise<Position> {
  if (POSITION.test(asOf)) return asOf;
  const instant = isDay(asOf) ? Number.NaN : Date.parse(asOf);
  if (Number.isNaN(instant))
    throw new Refusal('invalid-input', null, {
      ...{ at: 'as-of', expected: 'a position of the log, or an instant with its offset' },
    });
  return (await knownAt(log, new Date(instant).toISOString())) ?? '0';
}
