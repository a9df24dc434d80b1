import { dayAfter, lastOf, startOf, vietnamDay, type Day, type Instant, type Position } from '#kernel';
import { rowsOf, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { VERSIONS_TABLE } from '../../outcome/outcome.storage.js';
import { perhapsStanding, type StandingChanges } from '../../outcome/standing-changes.fold.js';
import type { Standing } from '../../outcome/standing.fold.js';
import { areFewAfter, changesAt, EVERYTHING } from '../../outcome/standings.query.js';
import type { FigureDefinition, Part } from '../definition.js';
import type { FigureAsked } from '../figure.js';
import type { Grouping } from '../groupings.js';
import type { Period } from '../period.js';
import type { Tally } from '../tally.js';
import { basisOf } from './basis.js';
import { areThere, isSound, keptUpTo, type KeptUpTo } from './kept.js';
import { areAllWithin, firstOfMonth, LASTING, placeOf } from './sum-rows.js';
import { DAYS_TABLE, DUE_TABLE, MONTHS_TABLE, type SummedBy } from './tables.js';

/** What is looked at: what was known at a position, as it stood at an instant, without what was set aside. */
export interface SummedPast {
  readonly position: Position;
  readonly at: Instant;
  readonly setAside: readonly string[];
  /** How many versions may have become known after the position to be taken back one by one. */
  readonly fewLater: number;
}

/** More dossiers than these are not looked at one by one beside the sums. */
const BESIDE_AT_MOST = 10_000;

/**
 * Fills a tally from kept sums, and one by one from the dossiers that the sums do not hold as they are looked at.
 * @returns whether it could; where not, the tally is empty still, and every dossier has to be looked at
 */
export async function addFromSums(
  tx: Sql,
  tally: Tally,
  { definition, asked, calendars }: Wanted,
  past: SummedPast,
): Promise<boolean> {
  if (!(await areThere(tx)) || !(await isSound(tx, basisOf(calendars)))) return false;
  // Whoever has all of it in their mandate is told as everybody is.
  const isOfAll = asked.agencies === undefined || (await areAllWithin(tx, asked.agencies));
  const by = summedBy(definition, asked.by, isOfAll);
  if (by === null) return false;
  const kept = await keptFor(tx, past);
  if (kept === undefined) return false;
  const beside = await dossiersBeside(tx, kept, past);
  if (beside.length > BESIDE_AT_MOST) return false;
  const look = past.at < kept.until ? past.at : kept.until;
  for (const { was, is, isAside } of await standingsOf(tx, beside, { kept, look, past })) {
    if (was !== null) tally.addParts(was, tally.counted(was, look), -1);
    if (is !== null && !isAside) tally.addParts(is, tally.counted(is));
  }
  const until = past.at < kept.until ? vietnamDay(past.at) : null;
  await addSums(tx, tally, { definition, asked, by, isOfAll, known: kept.known, isLast: kept.isLast, until });
  return true;
}

/**
 * All there is where it is looked at from now; else the day that was known, of which the sums hold nothing that came about by
 * itself after it: they go by the day.
 */
async function keptFor(tx: Sql, { position, at, fewLater }: SummedPast): Promise<KeptUpTo | undefined> {
  const last = await keptUpTo(tx, EVERYTHING);
  if (last === undefined || at >= last.until) return last;
  if (at !== lastOf(vietnamDay(at))) return undefined;
  // Whoever asks for what was known a moment ago finds sums that hold a little more.
  const kept = (await areFewAfter(tx, position, fewLater)) ? last : await keptUpTo(tx, position);
  return kept !== undefined && at <= kept.until ? kept : undefined;
}

interface Wanted {
  readonly definition: FigureDefinition;
  readonly asked: FigureAsked;
  readonly calendars: readonly WorkingCalendar[];
}

const BY_AGENCY: readonly (Grouping | undefined)[] = ['agency', 'agency-now', 'level'];
const BY_PROCEDURE: readonly (Grouping | undefined)[] = ['procedure', 'field'];
/** Told by any sums. */
const BY_ANY: readonly (Grouping | undefined)[] = [undefined, 'month'];

/** By what the sums are kept that tell the groups asked for; null where none do. */
function summedBy({ distinct }: FigureDefinition, by: Grouping | undefined, isOfAll: boolean): SummedBy | null {
  if (distinct !== undefined) {
    if (isOfAll && (BY_ANY.includes(by) || BY_PROCEDURE.includes(by))) return 'procedure';
    return BY_ANY.includes(by) || BY_AGENCY.includes(by) || by === 'procedure' ? 'agency-procedure' : null;
  }
  if (BY_ANY.includes(by) || BY_AGENCY.includes(by)) return 'agency';
  if (!isOfAll) return null;
  return BY_PROCEDURE.includes(by) ? 'procedure' : by === 'channel' ? by : null;
}

/** Those of whom more is known, or less, that have come to count otherwise since by themselves, or that were set aside. */
async function dossiersBeside(
  tx: Sql,
  kept: KeptUpTo,
  { position, at, setAside }: SummedPast,
): Promise<readonly string[]> {
  const rows = await rowsOf<{ readonly dossierId: string }>(
    tx,
    `select dossier_id as "dossierId" from ${VERSIONS_TABLE} where position > least($1, $2) and position <= greatest($1, $2)
     union select dossier_id from ${DUE_TABLE} where $5 and at <= $3::timestamptz
     union select substr(stream, 9) from unnest($4::text[]) given(stream)
     limit ${BESIDE_AT_MOST + 1}`,
    [kept.position, position, at, setAside, kept.isLast],
  );
  return rows.map(({ dossierId }) => dossierId);
}

interface Beside {
  readonly was: Standing | null;
  readonly is: Standing | null;
  readonly isAside: boolean;
}

interface Changed {
  readonly was: readonly StandingChanges[] | null;
  readonly is: readonly StandingChanges[] | null;
  readonly isAside: boolean;
}

/** How they stood as the sums hold them, and as they are looked at. */
async function standingsOf(
  tx: Sql,
  ids: readonly string[],
  { kept, look, past }: { readonly kept: KeptUpTo; readonly look: Instant; readonly past: SummedPast },
): Promise<readonly Beside[]> {
  const rows = await rowsOf<Changed>(
    tx,
    `select ${changesAt('id', '$2', '$3')} as was, ${changesAt('id', '$4', '$5')} as is,
       'dossier-' || id = any($6::text[]) as "isAside"
     from unnest($1::text[]) given(id)`,
    [ids, kept.position, look, past.position, past.at, past.setAside],
  );
  return rows.map(({ was, is, isAside }) => ({ was: perhapsStanding(was), is: perhapsStanding(is), isAside }));
}

interface SumsAsked {
  readonly definition: FigureDefinition;
  readonly asked: FigureAsked;
  readonly by: SummedBy;
  readonly isOfAll: boolean;
  /** The last day that was known. */
  readonly known: Day;
  /** Whether months up to it are added up whole but for its own. */
  readonly isLast: boolean;
  /** The last day that is over; null: all that came about by itself. */
  readonly until: Day | null;
}

const ALL = 'infinity';
type SumRow = Readonly<Record<string, string>>;

/** Months that were known and over and lie in the period whole are read from the sums of months, all else from those of days. */
async function addSums(
  tx: Sql,
  tally: Tally,
  { definition, asked, by, isOfAll, known, isLast, until }: SumsAsked,
): Promise<void> {
  const { from, to } = asked.period;
  const terms = Object.keys(definition.terms);
  const column = asked.by === 'month' ? 'on_day' : `case when isfinite(on_day) then null else on_day end as on_day`;
  const knownMonths = isLast ? firstOfMonth(known) : monthsBefore(known);
  const [untilDay, sinceMonths] = until === null ? [ALL, ALL] : [until, monthsBefore(until)];
  const [begin, end] = wholeMonths({ from, to });
  const isOfMonths = begin === from && end === dayAfter(to, 1);
  const params = [definition.name, by, from, to, known, knownMonths, untilDay, sinceMonths, begin, end];
  const sumOf = (table: string, where: string): string =>
    `select key, ${column}, terms from ${table} where figure = $1 and summed_by = $2 and ${where}`;
  const parts = [
    sumOf(
      MONTHS_TABLE,
      `known < $6::date and since < $8::date and (on_day = '${LASTING}' or on_day >= $9::date and on_day < $10::date)`,
    ),
    sumOf(
      DAYS_TABLE,
      `known >= $6::date and known <= $5::date and since <= $7::date
         and (on_day = '${LASTING}' or on_day >= $3::date and on_day <= $4::date)`,
    ),
    // What counts since a day was known on no earlier one, and neither was what happened on it.
    ...(until === null
      ? []
      : [
          sumOf(
            DAYS_TABLE,
            `known < $6::date and known >= $8::date and since >= $8::date and since <= $7::date
               and (on_day = '${LASTING}' or on_day >= $3::date and on_day <= $4::date)`,
          ),
        ]),
    ...(isOfMonths
      ? []
      : [
          sumOf(
            DAYS_TABLE,
            `known < $6::date and known >= $3::date and since < $8::date
               and on_day >= $3::date and on_day <= $4::date and (on_day < $9::date or on_day >= $10::date)`,
          ),
        ]),
  ];
  const rows = await rowsOf<SumRow>(
    tx,
    `select key, on_day::text as on, ${terms.map((_, n) => `sum(terms[${n + 1}]) as n${n}`).join(', ')}
     from (${parts.join(' union all ')}) summed group by key, on_day`,
    params,
  );
  for (const row of rows) {
    const summed = Object.fromEntries(terms.map((name, n) => [name, Number(row[`n${n}`])]));
    const place = placeOf(by, row['key'] ?? '');
    if (isOfAll || tally.isWithin(place)) tally.addParts(place, [partOf(row['on'] ?? null, summed, from)]);
  }
}

/** What happened within the period counts in it whenever it did; only by month does it matter when. */
const partOf = (on: string | null, terms: Part['terms'], from: Day): Part =>
  on === LASTING ? { from: null, until: null, terms } : { on: startOf(on ?? from), terms };

/** Whole months up to a day come before this one. */
const monthsBefore = (day: Day): Day => firstOfMonth(dayAfter(day, 1));

/** The months that lie in a period whole, and the first after them. */
function wholeMonths({ from, to }: Period): readonly [Day, Day] {
  const first = firstOfMonth(from);
  const begin = first === from ? from : firstOfMonth(dayAfter(first, 31));
  const end = monthsBefore(to);
  return begin < end ? [begin, end] : [begin, begin];
}
