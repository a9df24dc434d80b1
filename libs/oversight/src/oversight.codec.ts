import type { Recorded } from '#kernel';
import { oversightEvents, type OversightEventType, type RecordedOversightEvent } from './oversight.events.js';

const isKnownType = (type: string): type is OversightEventType => Object.hasOwn(oversightEvents, type);

/**
 * Lifts a stored event to today's shape. The one place that sees old shapes.
 * @throws Error naming stream and revision for what this engine does not know
 */
export function upcastOversight(event: Recorded): RecordedOversightEvent {
  const isOfPeriod = event.type === 'PeriodClosed' || event.type === 'PeriodRestated';
  const lifted = isOfPeriod && event.v === 1 ? period2(event) : event;
  if (!isKnownType(lifted.type) || oversightEvents[lifted.type].v !== lifted.v)
    throw new Error(`stream ${event.stream}, revision ${event.revision}: unknown event ${event.type} v${event.v}`);
  return lifted as RecordedOversightEvent;
}

/** The first schema did not tell how many dossiers were set aside. */
const period2 = (event: Recorded): Recorded => ({ ...event, v: 2, data: { ...event.data, quarantined: null } });
