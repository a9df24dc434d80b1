import { createHash, randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import type { Pool } from 'pg';
import { Refusal, type Actor, type Instant } from '#kernel';
import type { Role } from './roles.js';

const SESSION_HOURS = 12;
const TOKEN_BYTES = 32;

/** An account of the embedded directory. */
export interface Account {
  readonly name: string;
  readonly role: Role;
  /** Agency code; null for accounts that belong to none. */
  readonly agency: string | null;
}

/** Who a token speaks for. */
export interface Session {
  readonly account: string;
  readonly actor: Actor;
}

const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Tài khoản nội bộ — local accounts with argon2id passwords, and opaque bearer sessions kept by their fingerprint. */
export class Accounts {
  private constructor(
    private readonly pool: Pool,
    /** Verified when no account has the name, so that a wrong name takes as long as a wrong password. */
    private readonly decoy: string,
  ) {}

  static async open(pool: Pool): Promise<Accounts> {
    return new Accounts(pool, await argon2.hash(randomBytes(TOKEN_BYTES)));
  }

  /** Creates the account unless the name is taken. @returns whether it was created */
  async create({ name, role, agency }: Account, password: string): Promise<boolean> {
    const hash = await argon2.hash(password);
    const { rowCount } = await this.pool.query(
      `insert into vault.accounts (name, role, agency, password_hash) values ($1, $2, $3, $4) on conflict do nothing`,
      [name, role, agency, hash],
    );
    return rowCount === 1;
  }

  /** @throws Refusal `not-authenticated`, the same for a wrong name and a wrong password */
  async logIn(
    name: string,
    password: string,
    now: Instant,
  ): Promise<{ readonly token: string; readonly endsAt: Instant }> {
    const { rows } = await this.pool.query<{ password_hash: string }>(
      `select password_hash from vault.accounts where name = $1`,
      [name],
    );
    const [row] = rows;
    const right = await argon2.verify(row?.password_hash ?? this.decoy, password);
    if (row === undefined || !right) throw new Refusal('not-authenticated');
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const endsAt = new Date(Date.parse(now) + SESSION_HOURS * 3_600_000).toISOString();
    await this.pool.query(`insert into vault.sessions (fingerprint, account, ends_at) values ($1, $2, $3)`, [
      fingerprint(token),
      name,
      endsAt,
    ]);
    return { token, endsAt };
  }

  /** @throws Refusal `not-authenticated` for a token that is unknown, revoked or has ended */
  async sessionOf(token: string, now: Instant): Promise<Session> {
    const { rows } = await this.pool.query<Account>({
      name: 'session-of',
      text: `select a.name, a.role, a.agency from vault.sessions s join vault.accounts a on a.name = s.account
             where s.fingerprint = $1 and s.ends_at > $2`,
      values: [fingerprint(token), now],
    });
    const [account] = rows;
    if (account === undefined) throw new Refusal('not-authenticated');
    const { name, role, agency } = account;
    return { account: name, actor: { id: name, role, agency } };
  }

  /** Ends one session at once. */
  async logOut(token: string): Promise<void> {
    await this.pool.query(`delete from vault.sessions where fingerprint = $1`, [fingerprint(token)]);
  }
}
