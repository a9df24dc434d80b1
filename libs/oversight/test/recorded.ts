import type { Event, Recorded } from '#kernel';

/** An event as a log would hold it. */
export const recorded = <E extends Event>(stream: string, revision: number, event: E): Recorded<E> => ({
  ...event,
  id: `${stream}/${revision}`,
  stream,
  revision,
  position: `${stream}/${revision}`,
  meta: {
    actor: { id: 'operator', role: 'administrator', agency: null },
    recordedAt: '2026-11-01T00:00:00.000Z',
    effectiveAt: '2026-11-01T00:00:00.000Z',
    correlationId: 'operator',
    causationId: null,
    commandId: 'operator',
    commandDigest: '',
  },
});
