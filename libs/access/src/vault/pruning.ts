import type { Pool } from 'pg';

const HOUR_MS = 3_600_000;
const ENDING = ['sessions', 'login_attempts', 'revoked_tokens'];

/** Takes away what has ended of sessions, attempts and revoked tokens, by the one clock that all processes have: the database's. */
export async function prune(pool: Pool): Promise<void> {
  for (const table of ENDING) await pool.query(`delete from vault.${table} where ends_at <= now()`);
}

/** Prunes now and every hour. What has ended is refused whether it was taken away or not. @returns how to stop */
export async function pruneHourly(pool: Pool): Promise<() => void> {
  await prune(pool);
  const timer = setInterval(() => void prune(pool).catch(() => {}), HOUR_MS).unref();
  return () => clearInterval(timer);
}
