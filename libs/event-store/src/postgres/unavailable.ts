import { StoreUnavailable } from '#kernel';

const CONNECTION_EXCEPTION = '08';
const OPERATOR_INTERVENTION = '57P';
const STATEMENT_CANCELLED = '57014';
/** Lacking resources (disk full, memory, connections), read-only after a failover, lock not available, input/output error. */
const CANNOT_NOW = /^(53...|25006|55P03|58...|40001|40P01)$/;

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Nothing was sent: no connection could be had. */
export const notConnected = (cause: unknown): StoreUnavailable => new StoreUnavailable('not-written', { cause });

/**
 * What an error of a sent statement means. PostgreSQL says so when it rolled back; when it shut down or the connection
 * broke, the commit may have come first. Anything else is an error of the program and stays what it is.
 */
export function failed(error: unknown): unknown {
  const code = codeOf(error);
  if (code === null) return error instanceof TypeError ? error : new StoreUnavailable('unknown', { cause: error });
  if (code === STATEMENT_CANCELLED || CANNOT_NOW.test(code))
    return new StoreUnavailable('not-written', { cause: error });
  const isSqlState = /^[0-9A-Z]{5}$/.test(code);
  if (!isSqlState || code.startsWith(CONNECTION_EXCEPTION) || code.startsWith(OPERATOR_INTERVENTION)) {
    return new StoreUnavailable('unknown', { cause: error });
  }
  return error;
}
