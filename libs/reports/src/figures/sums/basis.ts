import { canonicalHash } from '#event-store';
import type { WorkingCalendar } from '#working-time';
import { DOSSIER_FIGURES } from '../definitions/index.js';

/** On what kept sums rest: definitions and calendars. With others they say nothing. */
export const basisOf = (calendars: readonly WorkingCalendar[]): string =>
  canonicalHash({ calendars, definitions: DOSSIER_FIGURES.map(({ name, version, terms }) => [name, version, terms]) });
