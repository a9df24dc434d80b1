import { upcastDossier, type DossierEvent } from '#dossier';
import type { Projection } from '#read-store';
import { foldTimeline, type TimelineAdditions } from './timeline.fold.js';
import { timelineStorage } from './timeline.storage.js';

/** Dòng thời gian: one row an event. */
export const timelineProjection: Projection<TimelineAdditions, DossierEvent> = {
  name: 'timeline',
  version: 2,
  prefixes: ['dossier-'],
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldTimeline,
  storage: timelineStorage,
};
