import { upcastDossier, type DossierEvent } from '#dossier';
import type { Projection } from '#read-store';
import { foldOutcome, type OutcomeRow } from './outcome.fold.js';
import { outcomeStorage } from './outcome.storage.js';

/** Kết quả giải quyết: where every dossier stood at any time, so that a figure comes out the same for any past. */
export const outcomesProjection: Projection<OutcomeRow, DossierEvent> = {
  name: 'outcomes',
  version: 11,
  prefixes: ['dossier-'],
  personal: [],
  batchesAtOnce: 2,
  key: (stream) => stream.slice(stream.indexOf('-') + 1),
  upcast: upcastDossier,
  fold: foldOutcome,
  storage: outcomeStorage,
};
