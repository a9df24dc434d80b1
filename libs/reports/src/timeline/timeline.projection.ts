import { upcastDossier, type DossierEvent } from '#dossier';
import { rowTable, type Projection } from '#read-store';
import { foldTimeline, type TimelineRow } from './timeline.fold.js';

/** Dòng thời gian: one row a dossier. */
export const timelineProjection: Projection<TimelineRow, DossierEvent> = {
  name: 'timeline',
  version: 1,
  prefixes: ['dossier-'],
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldTimeline,
  storage: rowTable<TimelineRow>({
    name: 'timeline',
    key: 'dossierId',
    revision: (row) => row.revision,
    columns: {
      dossierId: { column: 'dossier_id', type: 'text' },
      code: { column: 'code', type: 'text' },
      entries: { column: 'entries', type: 'json' },
      revision: { column: 'revision', type: 'int' },
    },
    indexes: ['(code)'],
    storage: 'fillfactor = 70',
  }),
};
