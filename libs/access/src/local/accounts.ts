import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import type { Pool, PoolClient } from 'pg';
import { Refusal, type Instant } from '#kernel';
import type { Role } from '../roles.js';
import { inTransaction } from '../vault/transaction.js';
import { LoginAttempts } from './login-attempts.js';
import { asTyped, mustBeAllowed } from './password-rules.js';
import { SESSION, Sessions, type OpenedSession } from './sessions.js';

const DECOY_BYTES = 32;
const NAME = /^[a-z][a-z0-9._-]{1,63}$/;

/** An account of the embedded directory. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  /** Agency code; null for accounts that belong to none. */
  readonly agency: string | null;
}

/** A password that somebody else gave must be changed at the first login. */
export interface PasswordTerms {
  readonly mustChange: boolean;
}

interface AccountRow {
  readonly password_hash: string;
  readonly must_change: boolean;
  readonly closed_at: Date | null;
}

/** An account as an operator sees it. */
export interface KnownAccount extends Account {
  readonly isClosed: boolean;
  readonly mustChangePassword: boolean;
  /** Too many wrong passwords, for a while. */
  readonly isLocked: boolean;
}

/** What logging in answers. */
export interface LoggedIn extends OpenedSession {
  readonly mustChangePassword: boolean;
}

/** Tài khoản nội bộ — local accounts with argon2id passwords, the embedded default. */
export class Accounts {
  readonly sessions: Sessions;
  readonly attempts: LoginAttempts;

  private constructor(
    private readonly pool: Pool,
    /** Verified when no account has the name, so that a wrong name takes as long as a wrong password. */
    private readonly decoy: string,
    private readonly isOpen: boolean,
  ) {
    this.sessions = new Sessions(pool);
    this.attempts = new LoginAttempts(pool);
  }

  /** @param isOpen whether anybody may log in with a password here */
  static async open(pool: Pool, isOpen = true): Promise<Accounts> {
    return new Accounts(pool, await argon2.hash(randomBytes(DECOY_BYTES)), isOpen);
  }

  /**
   * Creates the account unless the name is taken. @returns whether it was created
   * @throws Refusal `invalid-input`, `password-not-allowed`
   */
  async create(
    { name, role, agency }: Account,
    password: string,
    given: PasswordTerms = { mustChange: false },
  ): Promise<boolean> {
    if (!NAME.test(name))
      throw new Refusal('invalid-input', null, { at: 'name: 2 to 64 small letters, digits, dots and dashes' });
    mustBeAllowed(password, name);
    const { rowCount } = await this.pool.query(
      `insert into vault.accounts (name, role, agency, password_hash, must_change) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [name, role, agency, await argon2.hash(asTyped(password)), given.mustChange],
    );
    return rowCount === 1;
  }

  /**
   * @throws Refusal `not-authenticated`, the same for a wrong name, a wrong password and a closed account; `login-locked`
   * after too many attempts on a name, whether it exists or not; `local-accounts-off`
   */
  async logIn(name: string, password: string, now: Instant): Promise<LoggedIn> {
    if (!this.isOpen) throw new Refusal('local-accounts-off');
    const hash = await this.verified(name, password, now);
    const session = hash === null ? null : await this.sessions.open(name, now, hash.password_hash);
    if (hash === null || session === null) throw new Refusal('not-authenticated');
    return { ...session, mustChangePassword: hash.must_change };
  }

  /**
   * Đổi mật khẩu: every other session of the account ends.
   * @throws Refusal `wrong-password`, `login-locked`, `password-not-allowed`, `not-allowed` for accounts of elsewhere
   */
  async changePassword(token: string, current: string, next: string, now: Instant): Promise<void> {
    if (!token.startsWith(SESSION)) throw new Refusal('not-allowed', null, { why: 'the account has no password here' });
    const { account } = await this.sessions.callerOf(token, now);
    mustBeAllowed(next, account);
    if ((await this.verified(account, current, now)) === null) throw new Refusal('wrong-password');
    if (asTyped(next) === asTyped(current))
      throw new Refusal('password-not-allowed', null, { why: 'the password that it replaces' });
    await this.set(account, next, { mustChange: false }, token);
  }

  /** A password of an operator's, to be changed at the next login; every session ends. @returns whether there is such an account */
  async resetPassword(name: string, password: string): Promise<boolean> {
    mustBeAllowed(password, name);
    const isKnown = await this.set(name, password, { mustChange: true });
    await this.attempts.forget(name);
    return isKnown;
  }

  /** Khóa tài khoản: nobody logs in, and every session ends at once. @returns whether there is such an account */
  async close(name: string, now: Instant): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(
        'update vault.accounts set closed_at = coalesce(closed_at, $2) where name = $1',
        [name, now],
      );
      await this.sessions.endOf(name, { on: client });
      return rowCount === 1;
    });
  }

  /** Opens a closed account again, and one that was locked by failed attempts. @returns whether there is such an account */
  async reopen(name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('update vault.accounts set closed_at = null where name = $1', [name]);
    await this.attempts.forget(name);
    return rowCount === 1;
  }

  async list(now: Instant): Promise<readonly KnownAccount[]> {
    const { rows } = await this.pool.query<Account & Omit<AccountRow, 'password_hash'>>(
      'select name, role, agency, must_change, closed_at from vault.accounts order by name',
    );
    const locked = await this.attempts.locked(
      rows.map(({ name }) => name),
      now,
    );
    return rows.map(({ name, role, agency, must_change: mustChangePassword, closed_at }) => {
      return { name, role, agency, isClosed: closed_at !== null, mustChangePassword, isLocked: locked.has(name) };
    });
  }

  private async set(name: string, password: string, given: PasswordTerms, but?: string): Promise<boolean> {
    const hash = await argon2.hash(asTyped(password));
    return inTransaction(this.pool, async (client: PoolClient) => {
      const { rowCount } = await client.query(
        'update vault.accounts set password_hash = $2, must_change = $3 where name = $1',
        [name, hash, given.mustChange],
      );
      await this.sessions.endOf(name, { on: client, ...(but === undefined ? {} : { but }) });
      return rowCount === 1;
    });
  }

  /** The account, when the password is its own; every attempt costs as much and counts. @throws Refusal `login-locked` */
  private async verified(name: string, password: string, now: Instant): Promise<AccountRow | null> {
    const isPossible = NAME.test(name);
    if (isPossible) await this.attempts.begin(name, now);
    const { rows } = await this.pool.query<AccountRow>(
      'select password_hash, must_change, closed_at from vault.accounts where name = $1',
      [isPossible ? name : null],
    );
    const [row] = rows;
    const isRight = await argon2.verify(row?.password_hash ?? this.decoy, asTyped(password));
    if (row === undefined || !isRight || row.closed_at !== null) return null;
    await this.attempts.forget(name);
    return row;
  }
}
