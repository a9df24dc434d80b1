import { createHash, randomUUID } from 'node:crypto';
import type { CatalogueView, Publication } from '#catalogue';
import type { CatalogueFeed } from '#handling';
import type { Actor, Clock, EventStore, Meta, Position } from '#kernel';

/** So many streams are written at once. */
const AT_ONCE = 16;

/** Who publishes, where to, and how it is told. */
export interface Publishing {
  readonly store: EventStore;
  readonly catalogue: CatalogueFeed;
  readonly clock: Clock;
  readonly actor: Actor;
  /** Hears how many of how many streams were written. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Writes what was decided on the catalogue as it stands, each stream at its revision, and waits until the view has it. */
export async function publish(
  { store, catalogue, clock, actor, onProgress = () => {} }: Publishing,
  decide: (view: CatalogueView) => readonly Publication[],
): Promise<number> {
  const publications = decide(catalogue.view);
  if (publications.length === 0) return 0;
  const correlationId = randomUUID();
  const waiting = publications.values();
  let done = 0;
  let last: Position = '';
  const appendNext = async (): Promise<void> => {
    for (const { stream, revision, events } of waiting) {
      const meta = metaAt(clock.now(), actor, correlationId, events);
      const proposed = events.map((event) => ({ ...event, id: randomUUID(), meta }));
      const { position } = await store.append(stream, revision < 0 ? 'none' : revision, proposed);
      if (position > last) last = position;
      onProgress((done += 1), publications.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, appendNext));
  await catalogue.waitFor(last);
  return publications.length;
}

function metaAt(now: string, actor: Actor, correlationId: string, events: readonly object[]): Meta {
  return {
    actor,
    recordedAt: now,
    effectiveAt: now,
    correlationId,
    causationId: null,
    commandId: randomUUID(),
    commandDigest: createHash('sha256').update(JSON.stringify(events)).digest('hex'),
  };
}
