/** Milliseconds after which PostgreSQL ends what hangs on a connection of the timers; a look is short, and is tried again. */
export const BOUNDED = {
  statement_timeout: 30_000,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
};
