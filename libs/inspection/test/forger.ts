import { chained } from '#event-store';
import type { Proposed } from '#kernel';
import type { StoredEvent } from '#verifier';

/** A forger knows how it is done: changes one event, and makes its hash and every later one of its stream fit. */
export function forged(log: readonly StoredEvent[], at: number, data: object): readonly StoredEvent[] {
  const { stream, meta } = log[at] as StoredEvent;
  let before = meta.previousHash ?? null;
  return log.map((event, index) => {
    if (index < at || event.stream !== stream) return event;
    const { hash: _hash, previousHash: _previous, ...bare } = event.meta;
    const { id, type, v, revision } = event;
    const proposed = { id, type, v, data: index === at ? data : event.data, meta: bare } as Proposed;
    const anew = chained(proposed, stream, revision, before);
    before = anew.meta.hash ?? null;
    return { ...anew, stream, revision };
  });
}
