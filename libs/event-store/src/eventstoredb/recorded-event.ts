import { jsonEvent, type EventData, type RecordedEvent } from '@eventstore/db-client';
import type { Meta, Proposed, Recorded } from '#kernel';
import { toPosition } from './position.js';

/** Metadata of an event in the log: the number of its schema, and what is known beside what it says. */
interface Written {
  readonly v: number;
  readonly meta: Meta;
}

/** An event as the client takes it. */
export const toEventData = ({ id, type, v, data, meta }: Proposed): EventData =>
  jsonEvent({ id, type, data: data as Record<string, unknown>, metadata: { v, meta } satisfies Written });

/** The bytes that the server counts for an event: its data, its metadata and its type in UTF-16. */
export const bytesOf = ({ type, data, metadata }: EventData): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length;

/** Streams and events whose names begin with `$` are the server's own. */
export const isSystemEvent = ({ streamId, type }: RecordedEvent): boolean =>
  streamId.startsWith('$') || type.startsWith('$');

/** An event of the log as the engine knows it; one that the engine did not write has schema 0, which no codec takes. */
export function toRecorded(event: RecordedEvent): Recorded {
  const { v, meta } = writtenOf(event);
  return {
    type: event.type,
    v,
    data: event.isJson && typeof event.data === 'object' ? event.data : {},
    id: event.id,
    meta,
    stream: event.streamId,
    revision: Number(event.revision),
    position: toPosition(event.position?.commit ?? 0n),
  };
}

function writtenOf({ id, metadata, created }: RecordedEvent): Written {
  if (isWritten(metadata)) return metadata;
  const at = created.toISOString();
  return {
    v: 0,
    meta: {
      actor: { id: 'unknown', role: 'unknown', agency: null },
      recordedAt: at,
      effectiveAt: at,
      correlationId: id,
      causationId: null,
      commandId: id,
      commandDigest: '',
    },
  };
}

const isWritten = (metadata: unknown): metadata is Written =>
  typeof metadata === 'object' &&
  metadata !== null &&
  'v' in metadata &&
  typeof metadata.v === 'number' &&
  'meta' in metadata &&
  typeof metadata.meta === 'object';
