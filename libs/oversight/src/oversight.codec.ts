import type { Recorded } from '#kernel';
import { oversightEvents, type OversightEventType, type RecordedOversightEvent } from './oversight.events.js';

const isKnownType = (type: string): type is OversightEventType => Object.hasOwn(oversightEvents, type);

/** Lifts a stored event to today's shape. @throws Error naming stream and revision for what this engine does not know */
export function upcastOversight(event: Recorded): RecordedOversightEvent {
  if (!isKnownType(event.type) || oversightEvents[event.type].v !== event.v)
    throw new Error(`stream ${event.stream}, revision ${event.revision}: unknown event ${event.type} v${event.v}`);
  return event as RecordedOversightEvent;
}
