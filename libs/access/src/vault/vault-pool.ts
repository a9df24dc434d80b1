import pg from 'pg';

const CONNECTIONS = 8;
/** A log-in in a crowded moment waits rather than fails. */
const CONNECT_MS = 10_000;

/** Connections to the vault; whatever hangs there is ended, and its connection given to the next. */
export function vaultPool(connectionString: string, statementTimeoutMs: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementTimeoutMs,
    lock_timeout: Math.ceil(statementTimeoutMs / 2),
    query_timeout: statementTimeoutMs + CONNECT_MS,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'dung-hen vault',
  });
  pool.on('error', () => {}); // a lost idle connection is replaced by the next query
  pool.on('connect', (client) => client.on('error', () => {})); // and one in use fails what it was used for
  return pool;
}
