import type { Pool } from 'pg';
import type { Instant } from '#kernel';

const EVERY_MS = 60_000;

/** Takes away what has ended of sessions, attempts and revoked tokens; asked often, it works at most once a minute. */
export class Pruning {
  private next = 0;

  constructor(private readonly pool: Pool) {}

  async ended(now: Instant): Promise<void> {
    const at = Date.parse(now);
    if (at < this.next) return;
    this.next = at + EVERY_MS;
    await this.pool.query('delete from vault.sessions where ends_at <= $1', [now]);
    await this.pool.query('delete from vault.login_attempts where ends_at <= $1', [now]);
    await this.pool.query('delete from vault.revoked_tokens where ends_at <= $1', [now]);
  }
}
