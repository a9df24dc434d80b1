import { upcastDossier, type DossierEvent } from '#dossier';
import { rowTable, type Projection } from '#read-store';
import { foldResponsibility, type ResponsibilityRow } from './responsibility.fold.js';

/** Sổ trách nhiệm: one row a dossier. */
export const responsibilityProjection: Projection<ResponsibilityRow, DossierEvent> = {
  name: 'responsibility',
  version: 2,
  prefixes: ['dossier-'],
  personal: [],
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldResponsibility,
  storage: rowTable<ResponsibilityRow>({
    name: 'responsibility',
    key: 'dossierId',
    revision: (row) => row.revision,
    columns: {
      dossierId: { column: 'dossier_id', type: 'text' },
      code: { column: 'code', type: 'text' },
      course: { column: 'course', type: 'json' },
      turns: { column: 'turns', type: 'json' },
      revision: { column: 'revision', type: 'int' },
    },
    indexes: ['(code)'],
    storage: 'fillfactor = 70',
  }),
};
