import type { Pool } from 'pg';
import { Refusal, type Instant } from '#kernel';
import { fingerprint } from '../fingerprint.js';

/** So many wrong passwords in a row lock a name. */
export const ATTEMPTS = 10;
const LOCKED_MINUTES = 15;

/**
 * Khóa tạm khi đăng nhập sai: counts attempts by name, whether there is such an account or not, so that being locked says
 * nothing about it. An attempt is counted before its password is looked at: guesses made side by side, on whichever copy
 * of the API, are as many as guesses made one after the other.
 */
export class LoginAttempts {
  constructor(private readonly pool: Pool) {}

  /** Counts an attempt. @throws Refusal `login-locked` until when, for one too many */
  async begin(name: string, now: Instant): Promise<void> {
    const until = new Date(Date.parse(now) + LOCKED_MINUTES * 60_000).toISOString();
    const { rows } = await this.pool.query<{ attempts: number; ends_at: Date }>({
      name: 'login-attempt',
      text: `insert into vault.login_attempts as a (name_hash, attempts, ends_at) values ($1, 1, $2)
             on conflict (name_hash) do update set
               attempts = case when a.ends_at <= $3 then 1 else least(a.attempts, $4) + 1 end,
               ends_at = case when a.ends_at <= $3 or a.attempts + 1 = $4 then $2 else a.ends_at end
             returning attempts, ends_at`,
      values: [fingerprint(name), until, now, ATTEMPTS],
    });
    const [row] = rows;
    if (row === undefined || row.attempts <= ATTEMPTS) return;
    const retryAfterSeconds = Math.ceil((row.ends_at.getTime() - Date.parse(now)) / 1_000);
    throw new Refusal('login-locked', null, { until: row.ends_at.toISOString(), retryAfterSeconds });
  }

  /** The password was right, or an operator lets the name try again. */
  async forget(name: string): Promise<void> {
    await this.pool.query('delete from vault.login_attempts where name_hash = $1', [fingerprint(name)]);
  }

  /** Which of the names cannot log in now. */
  async locked(names: readonly string[], now: Instant): Promise<ReadonlySet<string>> {
    const byHash = new Map(names.map((name) => [fingerprint(name), name]));
    const { rows } = await this.pool.query<{ name_hash: string }>(
      'select name_hash from vault.login_attempts where name_hash = any($1) and attempts >= $2 and ends_at > $3',
      [[...byHash.keys()], ATTEMPTS, now],
    );
    return new Set(rows.flatMap(({ name_hash }) => byHash.get(name_hash) ?? []));
  }
}
