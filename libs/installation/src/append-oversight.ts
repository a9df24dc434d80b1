import { createHash, randomUUID } from 'node:crypto';
import type { CatalogueInForce } from '#handling';
import { Refusal, RevisionConflict, vietnamDay, type Actor, type Clock, type EventStore, type Meta } from '#kernel';
import {
  inspectionsOf,
  inspectionStream,
  recordInspection,
  targets,
  targetsSetIn,
  upcastOversight,
  type Inspection,
  type OversightEvent,
  type RecordedOversightEvent,
  type TargetSet,
} from '#oversight';

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

/** Once more, on what was written meanwhile, where somebody else was faster. @throws RevisionConflict when it was so again */
export async function onceMore<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof RevisionConflict) return write();
    throw error;
  }
}

/** Ghi nhận kiểm tra: whether it was new. @throws Refusal of `recordInspection` */
export async function writeInspection(
  overseeing: Overseeing & { readonly catalogue: CatalogueInForce },
  inspection: Inspection,
): Promise<boolean> {
  const stream = inspectionStream(inspection.inspectionId);
  const written = await onceMore(() =>
    appendOversight(overseeing, stream, (history) =>
      recordInspection(inspectionsOf(history)[0] ?? null, inspection, {
        today: vietnamDay(overseeing.clock.now()),
        catalogue: overseeing.catalogue.view,
      }),
    ),
  );
  return written > 0;
}

/**
 * Giao chỉ tiêu: the provinces whose goals changed. Nothing is written where one of them is no goal.
 * @throws Refusal of `targets`; RevisionConflict when somebody else set goals of a province meanwhile
 */
export async function writeTargets(
  overseeing: Overseeing,
  sets: readonly Omit<TargetSet, 'version'>[],
): Promise<readonly string[]> {
  const commands = sets.map((set) => ({ type: 'SetTargets', ...set }) as const);
  for (const command of commands) targets.decide(command, targets.initial);
  if (new Set(sets.map(({ province }) => province)).size < sets.length)
    throw new Refusal('invalid-input', null, { why: 'a province twice' });
  const changed: string[] = [];
  for (const command of commands) {
    const events = await appendOversight(overseeing, `targets-${command.province}`, (history) =>
      targets.decide(command, targetsSetIn(history)),
    );
    if (events > 0) changed.push(command.province);
  }
  return changed;
}
