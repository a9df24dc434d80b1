import { Refusal, type Instant } from '#kernel';
import { asked, LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import type { Scope } from '../scope.js';
import type { ReadingEntry } from './reading-entry.js';

/** What of the journal is asked for; all that is given must hold. */
export interface ReadingFilter {
  /** By id or code. */
  readonly dossier?: string;
  readonly account?: string;
  readonly from?: Instant;
  /** Exclusive. */
  readonly to?: Instant;
  readonly outcome?: (typeof READING_OUTCOMES)[number];
}

export const READING_OUTCOMES = ['seen', 'refused'] as const;

export interface ReadingPage {
  /** At most so many; 20 by default. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

const PAGE = 20;
const REGISTER = `${LIVE_SCHEMA}.register`;
const FIELDS = `r.at, r.account, r.role, r.agency, r.what, r.door, r.outcome, r.asked, r.filters, r.reason,
  r.request_id as "requestId", r.client_address as "clientAddress"`;

/** Nhật ký truy cập: who read what, newest first. @throws Refusal `invalid-input`, `store-unavailable` */
export class Readings {
  constructor(private readonly db: Sql) {}

  /**
   * What was read of the dossiers of a scope, by whomever, and whatever the accounts of its agencies read or tried to;
   * of dossiers beside the scope nothing is told. `next` leads to the page behind, null at the end.
   */
  async list(
    scope: Scope,
    filter: ReadingFilter,
    { limit = PAGE, after }: ReadingPage = {},
  ): Promise<{ readonly readings: readonly ReadingEntry[]; readonly next: string | null }> {
    const values: unknown[] = [];
    const value = (given: unknown): string => `$${values.push(given)}`;
    const mine = mineBy(scope, value);
    const where = [mine.readings, ...conditions(filter, mine.register, value)];
    if (after !== undefined) {
      const [at, id] = readCursor(after);
      where.push(`(r.at, r.id) < (${value(at)}::timestamptz, ${value(id)}::uuid)`);
    }
    const text = `select r.id, ${FIELDS}, ${mine.dossiers} as dossiers from vault.readings r
      where ${where.join(' and ')} order by r.at desc, r.id desc limit ${limit + 1}`;
    const rows = await asked(() => rowsOf<ReadingEntry & { readonly id: string }>(this.db, text, values));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      readings: page.map(({ id: _, ...entry }) => entry),
      next: rows.length > limit && last !== undefined ? cursorOf(last.at, last.id) : null,
    };
  }
}

type Value = (given: unknown) => string;

/** As conditions of SQL: which rows of the register are of a scope, which readings, and which of their dossiers. */
function mineBy(scope: Scope, value: Value) {
  if (scope.is === 'all') return { register: 'true', readings: 'true', dossiers: 'r.dossiers' };
  if (scope.is === 'filed-by') return { register: 'false', readings: 'false', dossiers: `'{}'::text[]` };
  const agencies = `${value(scope.agencies)}::text[]`;
  const register = `g.agencies && ${agencies}`;
  const named = `(g.dossier_id = any(r.dossiers) or g.dossier_id = r.asked or g.code = r.asked)`;
  return {
    register,
    readings: `(r.agency = any(${agencies}) or exists (select from ${REGISTER} g where ${named} and ${register}))`,
    dossiers: `array(select g.dossier_id from ${REGISTER} g where g.dossier_id = any(r.dossiers) and ${register})`,
  };
}

function conditions(filter: ReadingFilter, register: string, value: Value): readonly string[] {
  const { dossier, account, from, to, outcome } = filter;
  const where: string[] = [];
  if (dossier !== undefined) {
    const name = `${value(dossier)}::text`;
    const known = (column: string) =>
      `select g.${column} from ${REGISTER} g where (g.dossier_id = ${name} or g.code = ${name}) and ${register}`;
    where.push(`(r.dossiers && array(select ${name} union ${known('dossier_id')})
      or r.asked in (select ${name} union ${known('dossier_id')} union ${known('code')}))`);
  }
  if (account !== undefined) where.push(`r.account = ${value(account)}`);
  if (from !== undefined) where.push(`r.at >= ${value(from)}::timestamptz`);
  if (to !== undefined) where.push(`r.at < ${value(to)}::timestamptz`);
  if (outcome !== undefined) where.push(outcome === 'seen' ? `r.outcome = 'seen'` : `r.outcome <> 'seen'`);
  return where;
}

const cursorOf = (at: Instant, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readCursor(cursor: string): readonly [Instant, string] {
  const wrong = new Refusal('invalid-input', null, { at: 'after: not the next of a page' });
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw wrong;
  }
  if (!Array.isArray(read)) throw wrong;
  const [at, id]: readonly unknown[] = read;
  if (typeof at !== 'string' || typeof id !== 'string' || !INSTANT.test(at) || !UUID.test(id)) throw wrong;
  return [at, id];
}
