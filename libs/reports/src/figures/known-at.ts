import type { EventStore, Instant, Position } from '#kernel';

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
