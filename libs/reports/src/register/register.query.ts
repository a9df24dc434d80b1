import type { Scope } from '#access';
import { Refusal, type Instant } from '#kernel';
import { asked, LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import { Conditions } from './conditions.js';
import { REGISTER_STATUSES, type RegisterRow, type RegisterStatus } from './register.fold.js';
import { DUE_ORDER } from './register.projection.js';
import { asQuery, phoneDigits } from './search-words.js';

/** What the register is searched by; all that is given must hold. */
export interface RegisterFilter {
  /** Mã hồ sơ, or how it begins. */
  readonly code?: string;
  /** Beginnings of words of the applicant's name, with or without marks, in any order. */
  readonly name?: string;
  readonly phone?: string;
  readonly procedure?: string;
  /** Centre, deciding agency, holder, or whoever a hand-over is addressed to. */
  readonly agency?: string;
  readonly status?: RegisterStatus;
  /** Only what somebody still has to work on, or only what has ended. */
  readonly open?: boolean;
  /** The current due date is before this instant. */
  readonly dueBefore?: Instant;
}

/** Newest first, or what is due next first. */
export const REGISTER_ORDERS = ['newest', 'due'] as const;
export type RegisterOrder = (typeof REGISTER_ORDERS)[number];

export interface RegisterPage {
  readonly order?: RegisterOrder;
  /** At most so many; 20 by default. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Một dòng của sổ theo dõi, as the desk sees it. */
export type RegisterEntry = Omit<
  RegisterRow,
  'applicantRevision' | 'handOvers' | 'opinions' | 'position' | 'submittedBy'
>;

export type RegisterCounts = Readonly<Record<RegisterStatus, number>>;

const SHOWN: Readonly<Record<keyof RegisterEntry, string>> = {
  dossierId: 'dossier_id',
  code: 'code',
  procedureCode: 'procedure_code',
  procedureName: 'procedure_name',
  field: 'field',
  channel: 'channel',
  centre: 'centre',
  collectAt: 'collect_at',
  erasedAt: 'erased_at',
  decidingAgency: 'deciding_agency',
  holder: 'holder',
  agencies: 'agencies',
  applicantName: 'applicant_name',
  phone: 'phone',
  identityNo: 'identity_no',
  status: 'status',
  submittedAt: 'submitted_at',
  receivedAt: 'received_at',
  filedAt: 'filed_at',
  dueFirst: 'due_first',
  dueLawful: 'due_lawful',
  dueCurrent: 'due_current',
  rescheduledTo: 'rescheduled_to',
  finishedAt: 'finished_at',
  returnedAt: 'returned_at',
  correctionOpen: 'correction_open',
  supplements: 'supplements',
  revision: 'revision',
  updatedAt: 'updated_at',
};
const COLUMNS = Object.entries(SHOWN)
  .map(([field, column]) => `${column} as "${field}"`)
  .join(', ');
const TABLE = `${LIVE_SCHEMA}.register`;

/** The key of an order, and how a page goes on behind the row of a cursor. */
const KEYSETS: Readonly<
  Record<RegisterOrder, { readonly key: string; readonly behind: '<' | '>'; readonly way: string }>
> = {
  newest: { key: 'filed_at', behind: '<', way: 'desc' },
  due: { key: DUE_ORDER, behind: '>', way: 'asc' },
};
const PAGE = 20;

/** Sổ theo dõi hồ sơ: dossiers by what a clerk knows of them. @throws Refusal `invalid-input`, `store-unavailable` */
export class Register {
  constructor(private readonly db: Sql) {}

  /** One page; `next` leads to the one behind it, null at the end. Rows that come meanwhile shift no later page. */
  async find(
    scope: Scope,
    filter: RegisterFilter,
    { order = 'newest', limit = PAGE, after }: RegisterPage = {},
  ): Promise<{ readonly dossiers: readonly RegisterEntry[]; readonly next: string | null }> {
    const where = conditionsOf(scope, filter);
    const { key, behind, way } = KEYSETS[order];
    if (after !== undefined) {
      const [at, id] = readCursor(after, order);
      where.add((value) => `(${key}, dossier_id) ${behind} (${value(at)}::timestamptz, ${value(id)})`);
    }
    const text = `select ${COLUMNS}, ${key} as "sortedBy" from ${TABLE} ${where.text}
      order by ${key} ${way}, dossier_id ${way} limit ${limit + 1}`;
    const rows = await asked(() => rowsOf<RegisterEntry & { readonly sortedBy: Instant }>(this.db, text, where.values));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      dossiers: page.map(({ sortedBy: _, ...entry }) => entry),
      next: rows.length > limit && last !== undefined ? cursorOf(order, last.sortedBy, last.dossierId) : null,
    };
  }

  /** How many stand where, of those that the filter lets through. */
  async counts(scope: Scope, filter: RegisterFilter): Promise<RegisterCounts> {
    const where = conditionsOf(scope, filter);
    const text = `select status, count(*)::int as count from ${TABLE} ${where.text} group by status`;
    const rows = await asked(() =>
      rowsOf<{ readonly status: RegisterStatus; readonly count: number }>(this.db, text, where.values),
    );
    const counted = new Map(rows.map(({ status, count }) => [status, count]));
    return Object.fromEntries(REGISTER_STATUSES.map((status) => [status, counted.get(status) ?? 0])) as RegisterCounts;
  }
}

const NOTHING = 'false';

function conditionsOf(scope: Scope, filter: RegisterFilter): Conditions {
  const where = new Conditions();
  where.within(scope);
  const { code, name, phone, procedure, agency, status, open, dueBefore } = filter;
  if (code !== undefined) where.add((value) => `code like ${value(`${code.replace(/[\\%_]/g, '\\$&')}%`)}`);
  if (name !== undefined) {
    const words = asQuery(name);
    where.add((value) => (words === null ? NOTHING : `applicant_words @@ ${value(words)}::tsquery`));
  }
  if (phone !== undefined) {
    const digits = phoneDigits(phone);
    where.add((value) => (digits === '' ? NOTHING : `phone_digits = ${value(digits)} and phone_digits <> ''`));
  }
  if (procedure !== undefined) where.add((value) => `procedure_code = ${value(procedure)}`);
  if (agency !== undefined) where.add((value) => `agencies @> array[${value(agency)}]::text[]`);
  if (status !== undefined) where.add((value) => `status = ${value(status)}`);
  if (open !== undefined) where.add(() => (open ? 'is_open' : 'not is_open'));
  if (dueBefore !== undefined) where.add((value) => `due_current < ${value(dueBefore)}::timestamptz`);
  return where;
}

const cursorOf = (order: RegisterOrder, at: Instant, id: string): string =>
  Buffer.from(JSON.stringify([order, at, id])).toString('base64url');

const INSTANT = /^(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z|infinity)$/;

function readCursor(cursor: string, order: RegisterOrder): readonly [Instant, string] {
  const wrong = new Refusal('invalid-input', null, { at: 'after: not the next of a page in this order' });
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read)) throw wrong;
  const [of, at, id]: readonly unknown[] = read;
  if (of !== order || typeof at !== 'string' || typeof id !== 'string' || !INSTANT.test(at)) throw wrong;
  return [at, id];
}
