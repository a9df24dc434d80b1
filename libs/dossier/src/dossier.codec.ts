import type { Recorded } from '#kernel';
import { dossierEvents, type DossierEventType, type RecordedDossierEvent } from './dossier.events.js';

/** The log holds an event that this version of the engine does not know; its dossier stops, others go on. */
export class UnknownEvent extends Error {
  constructor(
    readonly stream: string,
    readonly revision: number,
    readonly eventType: string,
    readonly v: number,
  ) {
    super(`stream ${stream}, revision ${revision}: unknown event ${eventType} v${v}`);
    this.name = 'UnknownEvent';
  }
}

const isKnownType = (type: string): type is DossierEventType => Object.hasOwn(dossierEvents, type);

/** Lifts a stored event to today's shape. The one place that sees old shapes. @throws UnknownEvent */
export function upcastDossier(event: Recorded): RecordedDossierEvent {
  if (!isKnownType(event.type) || dossierEvents[event.type].v !== event.v)
    throw new UnknownEvent(event.stream, event.revision, event.type, event.v);
  return event as RecordedDossierEvent;
}
