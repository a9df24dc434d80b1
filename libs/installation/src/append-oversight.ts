import { createHash, randomUUID } from 'node:crypto';
import type { Actor, Clock, EventStore, Meta } from '#kernel';
import { upcastOversight, type OversightEvent, type RecordedOversightEvent } from '#oversight';

/** Who writes, where to. */
export interface Overseeing {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly actor: Actor;
}

/**
 * Decides on what a stream holds and appends what came of it, an event an append; answers how many.
 * @throws RevisionConflict when somebody else wrote to the stream meanwhile
 */
export async function appendOversight(
  { store, clock, actor }: Overseeing,
  stream: string,
  decide: (history: readonly RecordedOversightEvent[]) => readonly OversightEvent[],
): Promise<number> {
  const history: RecordedOversightEvent[] = [];
  for await (const event of store.read(stream)) history.push(upcastOversight(event));
  const events = decide(history);
  const now = clock.now();
  const meta: Meta = {
    ...{ actor, recordedAt: now, effectiveAt: now, correlationId: randomUUID(), causationId: null },
    commandId: randomUUID(),
    commandDigest: createHash('sha256').update(JSON.stringify(events)).digest('hex'),
  };
  let revision = history.length - 1;
  for (const event of events) {
    await store.append(stream, revision < 0 ? 'none' : revision, [{ ...event, id: randomUUID(), meta }]);
    revision += 1;
  }
  return events.length;
}
