import { LIVE_SCHEMA, type TableDefinition } from '#read-store';
import type { FigureDefinition } from '../definition.js';

/** What sums are kept by: every figure's table by one of these is read without looking at a single dossier. A procedure's key bears its field. */
export const SUMMED_BY = ['agency', 'procedure', 'channel', 'agency-procedure'] as const;
export type SummedBy = (typeof SUMMED_BY)[number];

/** Of a figure that counts procedures, those of an agency are told apart; of no other are there sums by both. */
export const isSummedBy = (by: SummedBy, { distinct }: Pick<FigureDefinition, 'distinct'>): boolean =>
  distinct === undefined ? by !== 'agency-procedure' : by === 'procedure' || by === 'agency-procedure';

/** No figure has more terms. */
export const MOST_TERMS = 16;

const text = 'text collate "C"';

/**
 * One row for what became `known` on a day, counts `since` a day, which is none after it, and happened `on_day`, which is none
 * after that; `-infinity` of what lasts. Sums over `known` up to a day are those of that past. Terms stand in the figure's order.
 */
const sums = (name: string): TableDefinition => ({
  name,
  statements: (qualified) => [
    `create table ${qualified} (figure ${text}, summed_by ${text}, known date, since date, on_day date, key ${text},
       terms bigint[] not null, primary key (figure, summed_by, known, since, on_day, key))`,
  ],
});

const DAYS = sums('figure_days');
/** The same of every month that became known whole, with each day replaced by the first of its month. */
const MONTHS = sums('figure_months');

/** By day on which it became known: up to which position everything is in the sums, and what came about by itself until when. */
const KNOWN: TableDefinition = {
  name: 'figure_known',
  statements: (qualified) => [
    `create table ${qualified} (known date primary key, position ${text}, until timestamptz, basis ${text})`,
  ],
};

/** Dossiers that will count otherwise at an instant though nothing happens to them: those that run become late. */
const DUE: TableDefinition = {
  name: 'figure_due',
  statements: (qualified) => [
    `create table ${qualified} (dossier_id ${text} primary key, at timestamptz)`,
    `create index on ${qualified} (at)`,
  ],
};

/** Every key of an agency that any sum has. */
const PLACES: TableDefinition = {
  name: 'figure_places',
  statements: (qualified) => [`create table ${qualified} (key ${text} primary key)`],
};

/** In the order in which everybody locks them. */
export const SUMS_TABLES: readonly TableDefinition[] = [KNOWN, DUE, MONTHS, DAYS, PLACES];

export const DAYS_TABLE = `${LIVE_SCHEMA}.${DAYS.name}`;
export const MONTHS_TABLE = `${LIVE_SCHEMA}.${MONTHS.name}`;
export const KNOWN_TABLE = `${LIVE_SCHEMA}.${KNOWN.name}`;
export const DUE_TABLE = `${LIVE_SCHEMA}.${DUE.name}`;
export const PLACES_TABLE = `${LIVE_SCHEMA}.${PLACES.name}`;
