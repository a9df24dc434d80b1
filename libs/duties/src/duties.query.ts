import type { Scope } from '#access';
import { Refusal, type Instant } from '#kernel';
import { asked, LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import { COUNTS_TABLE, DUTIES_TABLE } from './duties.projection.js';
import { DUTY_KINDS, type DutyKind } from './duty.js';

/** What the list of duties is narrowed by; all that is given must hold. */
export interface DutyFilter {
  readonly role?: string;
  readonly agency?: string;
  readonly officer?: string;
  readonly kind?: DutyKind;
  /** Only what is overdue at this instant, or only what is not. */
  readonly overdue?: { readonly is: boolean; readonly at: Instant };
}

type Narrowing = Omit<DutyFilter, 'overdue'>;

/** One open duty as its holder sees it. */
export interface DutyEntry {
  readonly dossierId: string;
  readonly code: string | null;
  readonly procedure: string | null;
  readonly kind: DutyKind;
  readonly no: number;
  readonly role: string;
  readonly agency: string;
  readonly officer: string | null;
  readonly arisesAt: Instant;
  readonly dueAt: Instant;
  readonly law: string | null;
  /** The head was told that it failed. */
  readonly failed: boolean;
}

export interface DutyCounts {
  readonly open: number;
  readonly overdue: number;
  readonly byKind: Readonly<Partial<Record<DutyKind, number>>>;
}

const TABLE = `${LIVE_SCHEMA}.${DUTIES_TABLE}`;
const COUNTS = `${LIVE_SCHEMA}.${COUNTS_TABLE}`;
const COLUMNS = `dossier_id as "dossierId", code, procedure_code as procedure, kind, no, role, agency, officer,
  arises_at as "arisesAt", due_at as "dueAt", law, failed`;
const PAGE = 20;
/**
 * Whether a duty outlives its due instant. That somebody is to be asked to supplement lapses with its three days: only the
 * officer knows whether anything is missing, and who asked for nothing is not overdue.
 */
const LASTS = `kind <> 'supplement-notice'`;

/** Danh sách nghĩa vụ: what is open, nearest first. @throws Refusal `invalid-input`, `store-unavailable` */
export class Duties {
  constructor(private readonly db: Sql) {}

  async find(
    scope: Scope,
    filter: DutyFilter,
    now: Instant,
    { limit = PAGE, after }: { readonly limit?: number; readonly after?: string } = {},
  ): Promise<{ readonly duties: readonly DutyEntry[]; readonly next: string | null }> {
    const { parts, values } = conditionsOf(scope, filter);
    parts.push(`(${LASTS} or due_at >= $${values.push(now)}::timestamptz)`);
    if (after !== undefined) {
      const cursor = readCursor(after);
      const places = cursor.map((value) => `$${values.push(value)}`);
      parts.push(
        `(due_at, dossier_id, kind, no) > (${places[0]}::timestamptz, ${places[1]}, ${places[2]}, ${places[3]}::int)`,
      );
    }
    const text = `select ${COLUMNS} from ${TABLE} ${whereOf(parts)}
      order by due_at, dossier_id, kind, no limit ${limit + 1}`;
    const rows = await asked(() => rowsOf<DutyEntry>(this.db, text, values));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { duties: page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
  }

  /** How many are open, and how many of them overdue at an instant. */
  async counts(scope: Scope, filter: DutyFilter, now: Instant): Promise<DutyCounts> {
    const { overdue, ...rest } = filter;
    const { text, values } = rest.officer === undefined ? countsByDay(scope, rest, now) : countsByRow(scope, rest, now);
    const rows = await asked(() => rowsOf<Counted>(this.db, text, values));
    const counted = overdue === undefined ? rows : rows.map((row) => narrowed(row, overdue.is));
    const found = counted.filter(({ open }) => open > 0);
    return {
      open: found.reduce((sum, { open }) => sum + open, 0),
      overdue: found.reduce((sum, one) => sum + one.overdue, 0),
      byKind: Object.fromEntries(found.map(({ kind, open }) => [kind, open])),
    };
  }
}

interface Counted {
  readonly kind: DutyKind;
  readonly open: number;
  readonly overdue: number;
}

const narrowed = ({ kind, open, overdue }: Counted, toOverdue: boolean): Counted =>
  toOverdue ? { kind, open: overdue, overdue } : { kind, open: open - overdue, overdue: 0 };

/** Of one officer's, which are few. */
function countsByRow(scope: Scope, filter: Narrowing, now: Instant) {
  const { parts, values } = conditionsOf(scope, filter);
  const at = `$${values.push(now)}::timestamptz`;
  const text = `select kind, count(*)::int as open, (count(*) filter (where due_at < ${at}))::int as overdue
    from ${TABLE} ${whereOf([...parts, `(${LASTS} or due_at >= ${at})`])} group by kind`;
  return { text, values };
}

/** From the counts of each day, and of the day in hand from the duties themselves. */
function countsByDay(scope: Scope, filter: Narrowing, now: Instant) {
  const { parts, values } = conditionsOf(scope, filter);
  const at = `$${values.push(now)}::timestamptz`;
  const today = `(${at} at time zone 'Asia/Ho_Chi_Minh')::date`;
  const midnight = `(${today}::timestamp at time zone 'Asia/Ho_Chi_Minh')`;
  const text = `select kind, sum(open)::int as open, sum(overdue)::int as overdue from (
      select kind, open, case when due_day < ${today} then open else 0 end as overdue
        from ${COUNTS} ${whereOf([...parts, `(${LASTS} or due_day >= ${today})`])}
      union all
      select kind, case when ${LASTS} then 0 else -1 end, case when ${LASTS} then 1 else 0 end
        from ${TABLE} ${whereOf([...parts, `due_at >= ${midnight}`, `due_at < ${at}`])}) counted
    group by kind`;
  return { text, values };
}

const whereOf = (parts: readonly string[]): string => (parts.length === 0 ? '' : `where ${parts.join(' and ')}`);

function conditionsOf(scope: Scope, { role, agency, officer, kind, overdue }: DutyFilter) {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (condition: (place: string) => string, value: unknown) => parts.push(condition(`$${values.push(value)}`));
  if (scope.is === 'involving') add((place) => `agency = any(${place}::text[])`, scope.agencies);
  if (scope.is === 'filed-by') parts.push('false'); // who files owes nothing
  if (role !== undefined) add((place) => `role = ${place}`, role);
  if (agency !== undefined) add((place) => `agency = ${place}`, agency);
  if (officer !== undefined) add((place) => `officer = ${place}`, officer);
  if (kind !== undefined) add((place) => `kind = ${place}`, kind);
  if (overdue !== undefined) add((place) => `due_at ${overdue.is ? '<' : '>='} ${place}::timestamptz`, overdue.at);
  return { parts, values };
}

const cursorOf = ({ dueAt, dossierId, kind, no }: DutyEntry): string =>
  Buffer.from(JSON.stringify([dueAt, dossierId, kind, no])).toString('base64url');

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function readCursor(cursor: string): readonly unknown[] {
  const wrong = new Refusal('invalid-input', null, { at: 'after: not the next of a page' });
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read)) throw wrong;
  const [at, id, kind, no]: readonly unknown[] = read;
  const isKind = DUTY_KINDS.some((known) => known === kind);
  if (typeof at !== 'string' || !INSTANT.test(at) || typeof id !== 'string' || !isKind || !Number.isSafeInteger(no))
    throw wrong;
  return [at, id, kind, no];
}
