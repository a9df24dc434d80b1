import { upcastCatalogue } from '#catalogue';
import { upcastDossier } from '#dossier';
import type { Recorded } from '#kernel';
import type { Projection } from '#read-store';
import { foldFlows, type FlowEvent, type FlowsRow } from './flows.fold.js';
import { flowsStorage } from './flows.storage.js';

const CALENDAR = 'calendar-';

/** Lưu chuyển hồ sơ: one row a transfer, counted on the calendars of the same log. */
export const flowsProjection: Projection<FlowsRow, FlowEvent> = {
  name: 'flows',
  version: 3,
  prefixes: ['dossier-', CALENDAR],
  personal: [],
  key: (stream) => (stream.startsWith(CALENDAR) ? stream : stream.slice(stream.indexOf('-') + 1)),
  upcast: (event) => (event.stream.startsWith(CALENDAR) ? published(event) : upcastDossier(event)),
  fold: foldFlows,
  storage: flowsStorage,
};

function published(event: Recorded): Recorded<FlowEvent> {
  const lifted = upcastCatalogue(event);
  if (lifted.type === 'CalendarPublished') return lifted;
  throw new Error(`stream ${event.stream}, revision ${event.revision}: ${event.type} is of no calendar`);
}
