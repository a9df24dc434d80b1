import type { Recorded } from '#kernel';
import { catalogueEvents, type CatalogueEventType, type RecordedCatalogueEvent } from './catalogue.events.js';

const isKnownType = (type: string): type is CatalogueEventType => Object.hasOwn(catalogueEvents, type);

/** Lifts a stored event to today's shape. @throws Error naming stream and revision for what this engine does not know */
export function upcastCatalogue(event: Recorded): RecordedCatalogueEvent {
  if (!isKnownType(event.type) || catalogueEvents[event.type].v !== event.v)
    throw new Error(`stream ${event.stream}, revision ${event.revision}: unknown event ${event.type} v${event.v}`);
  return event as RecordedCatalogueEvent;
}
