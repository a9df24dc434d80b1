import type { Pool, PoolClient } from 'pg';
import { Refusal, type Instant } from '#kernel';
import { fingerprint, secretOf, shortened } from '../fingerprint.js';
import { Identities, type Identity } from '../identities.js';
import type { Account } from './accounts.js';

export const SESSION = 'dhs_';
const LONGEST_HOURS = 12;
const IDLE_MINUTES = 60;
/** So often it is written down that a session is in use: reading costs no writing. */
const SEEN_EVERY_MINUTES = 1;

const minutesFrom = (now: Instant, minutes: number): Instant =>
  new Date(Date.parse(now) + minutes * 60_000).toISOString();

export interface OpenedSession {
  readonly token: string;
  readonly endsAt: Instant;
}

/** A session as an operator sees it. */
export interface KnownSession {
  readonly id: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly endsAt: Instant;
}

interface SessionRow extends Account {
  readonly must_change: boolean;
  readonly seen_at: Date;
}

/** Phiên làm việc: opaque tokens of local accounts, kept by their fingerprint; they end after 12 hours, or an hour unused. */
export class Sessions extends Identities {
  constructor(private readonly pool: Pool) {
    super();
  }

  /** Opens a session, unless the account was closed or got another password meanwhile. */
  async open(account: string, now: Instant, passwordHash: string): Promise<OpenedSession | null> {
    const token = secretOf(SESSION);
    const endsAt = minutesFrom(now, LONGEST_HOURS * 60);
    const { rowCount } = await this.pool.query(
      `insert into vault.sessions (fingerprint, account, started_at, seen_at, ends_at)
       select $1, name, $3, $3, $4 from vault.accounts
       where name = $2 and password_hash = $5 and closed_at is null for share`,
      [fingerprint(token), account, now, endsAt, passwordHash],
    );
    return rowCount === 1 ? { token, endsAt } : null;
  }

  async callerOf(token: string, now: Instant): Promise<Identity> {
    const print = fingerprint(token);
    const { rows } = await this.pool.query<SessionRow>({
      name: 'session-of',
      text: `select a.name, a.role, a.agency, a.must_change, s.seen_at
             from vault.sessions s join vault.accounts a on a.name = s.account
             where s.fingerprint = $1 and s.ends_at > $2 and s.seen_at > $3 and a.closed_at is null`,
      values: [print, now, minutesFrom(now, -IDLE_MINUTES)],
    });
    const [row] = rows;
    if (row === undefined) throw new Refusal('not-authenticated');
    if (row.seen_at.toISOString() <= minutesFrom(now, -SEEN_EVERY_MINUTES)) await this.seen(print, now);
    const { name, role, agency, must_change: mustChangePassword } = row;
    const actor = { id: name, role, agency, ...(mustChangePassword ? { only: [] } : {}) };
    return { account: name, actor, name, mustChangePassword };
  }

  async end(token: string): Promise<void> {
    await this.pool.query(`delete from vault.sessions where fingerprint = $1`, [fingerprint(token)]);
  }

  async endAll(token: string, now: Instant): Promise<void> {
    await this.endOf((await this.callerOf(token, now)).account);
  }

  /** Ends an account's sessions: all of them, but one, or only the one of an id. @returns how many */
  async endOf(
    account: string,
    { but, id, on = this.pool }: { readonly but?: string; readonly id?: string; readonly on?: Pool | PoolClient } = {},
  ): Promise<number> {
    const { rowCount } = await on.query(
      `delete from vault.sessions where account = $1 and fingerprint <> $2 and starts_with(fingerprint, $3)`,
      [account, but === undefined ? '' : fingerprint(but), id ?? ''],
    );
    return rowCount ?? 0;
  }

  async of(account: string, now: Instant): Promise<readonly KnownSession[]> {
    const { rows } = await this.pool.query<
      Record<'started_at' | 'seen_at' | 'ends_at', Date> & { fingerprint: string }
    >(
      `select fingerprint, started_at, seen_at, ends_at from vault.sessions
       where account = $1 and ends_at > $2 and seen_at > $3 order by started_at`,
      [account, now, minutesFrom(now, -IDLE_MINUTES)],
    );
    return rows.map((row) => ({
      id: shortened(row.fingerprint),
      startedAt: row.started_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
    }));
  }

  private async seen(print: string, now: Instant): Promise<void> {
    await this.pool.query(`update vault.sessions set seen_at = $2 where fingerprint = $1 and seen_at < $2`, [
      print,
      now,
    ]);
  }
}
