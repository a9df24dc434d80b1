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
  const lifted = event.type === 'DossierReceived' && event.v === 1 ? received2(event) : event;
  if (!isKnownType(lifted.type) || dossierEvents[lifted.type].v !== lifted.v)
    throw new UnknownEvent(event.stream, event.revision, event.type, event.v);
  return lifted as RecordedDossierEvent;
}

/** The first schema kept of the workflow only what the decider needs. */
function received2(event: Recorded): Recorded {
  const { workflow, ...data } = event.data as ReceivedV1;
  const steps = workflow.steps.map((step) => ({ ...step, hours: null }));
  const nothing = { agencyKind: null, task: null, limit: null, waitsForApplicant: null };
  const legs = workflow.legs.map((leg) => ({ ...leg, ...nothing }));
  return { ...event, v: 2, data: { ...data, workflow: { ...workflow, steps, legs } } };
}

interface ReceivedV1 {
  readonly workflow: {
    readonly id: string;
    readonly version: number;
    readonly steps: readonly { readonly id: string; readonly role: string }[];
    readonly legs: readonly { readonly id: string; readonly after: readonly string[] }[];
  };
}
