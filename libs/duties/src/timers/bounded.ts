import pg from 'pg';

/** Milliseconds after which PostgreSQL ends what hangs on a connection of the timers; a look is short, and is tried again. */
export const BOUNDED = {
  statement_timeout: 30_000,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
};

const LOCK_NOT_AVAILABLE = '55P03';

/** Waits for a lock that others hold. @throws naming what was waited for in vain */
export async function locked(what: string, asking: Promise<unknown>): Promise<void> {
  await asking.catch((error: unknown) => {
    const inVain = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
    throw inVain ? new Error(`waited in vain for ${what}`, { cause: error }) : error;
  });
}
