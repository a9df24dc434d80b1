import { canonicalHash } from '#event-store';
import { rowsOf, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { outcomesProjection } from '../../outcome/outcome.projection.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';
import { SUMMED_BY } from './tables.js';

/** On what kept sums rest: what a standing is, definitions, calendars, and what they are kept by. With others they say nothing. */
export const basisOf = (calendars: readonly WorkingCalendar[]): string =>
  canonicalHash({
    ...{ calendars, outcomes: outcomesProjection.version, by: SUMMED_BY },
    definitions: DOSSIER_FIGURES.map(({ name, version, terms }) => [name, version, terms]),
  });

const IS_MINE = `select 1 from read.checkpoints where projection = 'outcomes' and build = 'live' and version = $1`;

/** Whether the outcomes that serve are those that this process knows. */
export const areOutcomesMine = async (tx: Sql): Promise<boolean> =>
  (await rowsOf(tx, IS_MINE, [outcomesProjection.version])).length > 0;
