import { vietnamDay, type Day } from '#kernel';
import type { Sql } from '#read-store';
import type { Placed } from '../groupings.js';
import type { Entry } from './entries.js';
import { DAYS_TABLE, MONTHS_TABLE, SUMMED_BY, TERM_COLUMNS, type SummedBy } from './tables.js';

/** What lasts happened on no day. */
export const LASTING = '-infinity';

/** The key of one that names none. */
const NOTHING = '';
/** The key of one that no agency decides yet: where it lies. */
const AT_CENTRE = ' ';

const NOWHERE: Placed = { agency: null, centre: '', field: null, procedure: null, channel: '', officer: null };

export const keyOf = (by: SummedBy, standing: Placed): string =>
  by === 'agency' ? (standing.agency ?? `${AT_CENTRE}${standing.centre}`) : (standing[by] ?? NOTHING);

/** A dossier's place as far as its key tells. */
export const placeOf = (by: SummedBy, key: string): Placed =>
  by === 'agency' && key.startsWith(AT_CENTRE)
    ? { ...NOWHERE, centre: key.slice(AT_CENTRE.length) }
    : { ...NOWHERE, [by]: key === NOTHING && by !== 'channel' ? null : key };

/** By which a month is kept; what lasts is of none. */
export const firstOfMonth = (day: string): string => (day === LASTING ? day : `${day.slice(0, 'yyyy-mm'.length)}-01`);

interface Row {
  readonly figure: string;
  readonly by: SummedBy;
  readonly since: Day;
  readonly on: string;
  readonly key: string;
  readonly numbers: number[];
}

/** Entries that became known on one day, added up in memory to as few rows as there are. */
export class SumRows {
  private readonly days = new Map<string, Row>();

  constructor(private readonly known: Day) {}

  add({ figure, since, on, terms, sign, standing }: Entry): void {
    const sinceDay = vietnamDay(since);
    for (const by of SUMMED_BY) {
      const row = { figure: figure.name, by, since: sinceDay, on: on ?? LASTING, key: keyOf(by, standing) };
      const { numbers } = rowOf(this.days, row);
      let at = 0;
      for (const term of Object.keys(figure.terms)) {
        const number = terms[term];
        if (number !== undefined) numbers[at] = (numbers[at] ?? 0) + number * sign;
        at += 1;
      }
    }
  }

  async store(tx: Sql): Promise<void> {
    const days = [...this.days.values()].filter(({ numbers }) => numbers.some((number) => number !== 0));
    const months = new Map<string, Row>();
    for (const row of days) {
      const { numbers } = rowOf(months, { ...row, since: firstOfMonth(row.since), on: firstOfMonth(row.on) });
      for (const [at, number] of row.numbers.entries()) numbers[at] = (numbers[at] ?? 0) + number;
    }
    await upsert(tx, DAYS_TABLE, this.known, days);
    await upsert(tx, MONTHS_TABLE, firstOfMonth(this.known), [...months.values()]);
  }
}

function rowOf(rows: Map<string, Row>, row: Omit<Row, 'numbers'>): Row {
  const name = `${row.figure}\n${row.by}\n${row.since}\n${row.on}\n${row.key}`;
  const known = rows.get(name);
  if (known !== undefined) return known;
  const fresh = { ...row, numbers: TERM_COLUMNS.map(() => 0) };
  rows.set(name, fresh);
  return fresh;
}

const KEY = 'figure, summed_by, known, since, on_day, key';
const numbers = TERM_COLUMNS.map((_, at) => `$${at + 7}::bigint[]`).join(', ');
const upsertInto = (table: string): string =>
  `insert into ${table} as held (${KEY}, ${TERM_COLUMNS.join(', ')})
   select figure, by, $1::date, since, on_day, key, ${TERM_COLUMNS.join(', ')}
   from unnest($2::text[], $3::text[], $4::date[], $5::date[], $6::text[], ${numbers})
     given (figure, by, since, on_day, key, ${TERM_COLUMNS.join(', ')})
   on conflict (${KEY}) do update set ${TERM_COLUMNS.map((n) => `${n} = held.${n} + excluded.${n}`).join(', ')}`;

async function upsert(tx: Sql, table: string, known: Day, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(upsertInto(table), [
    known,
    ...(['figure', 'by', 'since', 'on', 'key'] as const).map((name) => rows.map((row) => row[name])),
    ...TERM_COLUMNS.map((_, at) => rows.map((row) => row.numbers[at] ?? 0)),
  ]);
}
