import { vietnamDay, type Day } from '#kernel';
import { rowsOf, type Sql } from '#read-store';
import type { Placed } from '../groupings.js';
import type { Entry } from './entries.js';
import { DOSSIER_FIGURES } from '../definitions/index.js';
import { DAYS_TABLE, MONTHS_TABLE, PLACES_TABLE, isSummedBy, MOST_TERMS, SUMMED_BY, type SummedBy } from './tables.js';

/** What lasts happened on no day. */
export const LASTING = '-infinity';

/** The key of one that names none. */
const NOTHING = '';
/** The key of one that no agency decides yet: where it lies. */
const AT_CENTRE = ' ';

const NOWHERE: Placed = { agency: null, centre: '', field: null, procedure: null, channel: '', officer: null };

const BETWEEN = '\n';

export function keyOf(by: SummedBy, { agency, centre, procedure, field, channel }: Placed): string {
  switch (by) {
    case 'agency':
      return agency ?? `${AT_CENTRE}${centre}`;
    case 'procedure':
      return `${field ?? NOTHING}${BETWEEN}${procedure ?? NOTHING}`;
    case 'channel':
      return channel;
    case 'agency-procedure':
      return `${agency ?? `${AT_CENTRE}${centre}`}${BETWEEN}${procedure ?? NOTHING}`;
  }
}

/** Whether all that any sum is of lies within some agencies; of what none decides yet, its centre. */
export async function areAllWithin(tx: Sql, agencies: readonly string[]): Promise<boolean> {
  const beyond = `select 1 from ${PLACES_TABLE} where ltrim(key, '${AT_CENTRE}') <> all($1::text[]) limit 1`;
  return (await rowsOf(tx, beyond, [agencies])).length === 0;
}

/** A dossier's place as far as its key tells. */
export function placeOf(by: SummedBy, key: string): Placed {
  const [first = NOTHING, second = NOTHING] = key.split(BETWEEN);
  const procedure = second === NOTHING ? null : second;
  switch (by) {
    case 'agency':
      return { ...NOWHERE, ...decidedAt(key) };
    case 'procedure':
      return { ...NOWHERE, field: first === NOTHING ? null : first, procedure };
    case 'channel':
      return { ...NOWHERE, channel: key };
    case 'agency-procedure':
      return { ...NOWHERE, ...decidedAt(first), procedure };
  }
}

const decidedAt = (key: string): Pick<Placed, 'agency' | 'centre'> =>
  key.startsWith(AT_CENTRE) ? { agency: null, centre: key.slice(AT_CENTRE.length) } : { agency: key, centre: '' };

/** By which a month is kept; what lasts is of none. */
export const firstOfMonth = (day: string): string => (day === LASTING ? day : `${day.slice(0, 'yyyy-mm'.length)}-01`);

/** The days before the month of this one. */
export const isOfOlderMonth = (day: Day, than: Day): boolean => firstOfMonth(day) < firstOfMonth(than);

interface Row {
  readonly figure: string;
  readonly by: SummedBy;
  readonly since: Day;
  readonly on: string;
  readonly key: string;
  readonly terms: number[];
}

/** The place of each term of a figure. */
const PLACES = new Map(
  DOSSIER_FIGURES.map(({ name, terms }) => [name, new Map(Object.keys(terms).map((term, at) => [term, at]))]),
);

/** Entries that became known on one day, added up in memory to as few rows as there are. */
export class SumRows {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly known: Day) {}

  add({ figure, since, on, terms, sign, standing }: Entry): void {
    const { name } = figure;
    const [sinceDay, onDay, places] = [vietnamDay(since), on ?? LASTING, PLACES.get(name)];
    for (const by of SUMMED_BY) {
      if (!isSummedBy(by, figure)) continue;
      const row = this.rowOf(name, by, sinceDay, onDay, keyOf(by, standing), places?.size ?? 0);
      for (const term of Object.keys(terms)) {
        const at = places?.get(term) ?? 0;
        row.terms[at] = (row.terms[at] ?? 0) + (terms[term] ?? 0) * sign;
      }
    }
  }

  async store(tx: Sql): Promise<void> {
    const rows = [...this.rows.values()].filter(({ terms }) => terms.some((number) => number !== 0));
    if (rows.length === 0) return;
    await tx.query(ADD, [this.known, JSON.stringify(rows)]);
    await tx.query(ADD_PLACES, [rows.flatMap(({ by, key }) => (by === 'agency' ? [key] : []))]);
  }

  private rowOf(figure: string, by: SummedBy, since: Day, on: string, key: string, size: number): Row {
    const name = `${figure} ${by} ${since} ${on} ${key}`;
    const known = this.rows.get(name);
    if (known !== undefined) return known;
    const fresh: Row = { figure, by, since, on, key, terms: new Array<number>(size).fill(0) };
    this.rows.set(name, fresh);
    return fresh;
  }
}

const KEY = 'figure, summed_by, known, since, on_day, key';
const ADD = `insert into ${DAYS_TABLE} as held (${KEY}, terms)
  select figure, by, $1::date, since, "on", key, terms from json_to_recordset($2)
    given (figure text, by text, since date, "on" date, key text, terms bigint[])
  on conflict (${KEY}) do update set terms = array(
    select had + more from unnest(held.terms, excluded.terms) with ordinality as each (had, more, nth) order by nth)`;

const ADD_PLACES = `insert into ${PLACES_TABLE} select distinct unnest($1::text[]) on conflict do nothing`;

const TERMS = Array.from({ length: MOST_TERMS }, (_, at) => `sum(terms[${at + 1}])`).join(', ');
const monthOf = (column: string): string =>
  `case when isfinite(${column}) then date_trunc('month', ${column})::date else ${column} end`;
const ADD_MONTH = `insert into ${MONTHS_TABLE} (${KEY}, terms)
  select figure, summed_by, $1::date, since, on_day, key, array[${TERMS}]::bigint[] from (
    select figure, summed_by, ${monthOf('since')} as since, ${monthOf('on_day')} as on_day, key, terms
    from ${DAYS_TABLE} where figure = $2 and known >= $1::date and known < $1::date + interval '1 month') of_days
  group by figure, summed_by, since, on_day, key`;

/** Adds up a month that is over, once. @param day any of it */
export async function storeMonth(tx: Sql, day: Day): Promise<void> {
  for (const { name } of DOSSIER_FIGURES) await tx.query(ADD_MONTH, [firstOfMonth(day), name]);
}
