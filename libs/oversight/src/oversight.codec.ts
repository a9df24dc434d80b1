import type { Recorded } from '#kernel';
import { oversightEvents, type OversightEventType, type RecordedOversightEvent } from './oversight.events.js';

const isKnownType = (type: string): type is OversightEventType => Object.hasOwn(oversightEvents, type);

/**
 * Lifts a stored event to today's shape. The one place that sees old shapes.
 * @throws Error naming stream and revision for what this engine does not know
 */
export function upcastOversight(event: Recorded): RecordedOversightEvent {
  const isOfPeriod = event.type === 'PeriodClosed' || event.type === 'PeriodRestated';
  const lifted = isOfPeriod ? lifted3(event) : event;
  if (!isKnownType(lifted.type) || oversightEvents[lifted.type].v !== lifted.v)
    throw new Error(`stream ${event.stream}, revision ${event.revision}: unknown event ${event.type} v${event.v}`);
  return lifted as RecordedOversightEvent;
}

const lifted3 = (event: Recorded): Recorded =>
  event.v === 1 ? period3(period2(event)) : event.v === 2 ? period3(event) : event;

/** The first schema did not tell how many dossiers were set aside. */
const period2 = (event: Recorded): Recorded => ({ ...event, v: 2, data: { ...event.data, quarantined: null } });

/** The second did not say of which agencies, nor what was refused, and at first called what nobody answered by another name. */
function period3(event: Recorded): Recorded {
  const { figures = [] } = event.data as { readonly figures?: readonly Figure2[] };
  const named = figures.map((one) => ({
    ...one,
    terms: one.terms.map(({ term, number }) => ({ term: term === 'inTransit' ? 'not-answered' : term, number })),
  }));
  return { ...event, v: 3, data: { ...event.data, agencies: null, figures: named, refused: [] } };
}

interface Figure2 {
  readonly terms: readonly { readonly term: string; readonly number: number }[];
}
