import type { FigureDefinition } from '../definition.js';
import { apologies } from './apologies.js';
import { digitisation } from './digitisation.js';
import { firstPromise } from './first-promise.js';
import { onTimeRate } from './on-time-rate.js';
import { onlineShare } from './online-share.js';
import { receptionInTime } from './reception-in-time.js';
import { resultCorrections } from './result-corrections.js';
import { satisfaction } from './satisfaction.js';
import { actualCut, promisedCut } from './time-cuts.js';
import { transfers } from './transfers.js';

export { onTimeRate };

/** Every figure that is made of dossiers, in the order of the table of goals. */
export const DOSSIER_FIGURES: readonly FigureDefinition[] = [
  onTimeRate,
  apologies,
  promisedCut,
  actualCut,
  firstPromise,
  receptionInTime,
  satisfaction,
  digitisation,
  onlineShare,
  transfers,
  resultCorrections,
];
