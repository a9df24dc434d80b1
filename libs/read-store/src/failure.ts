import { Refusal } from '#kernel';

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Impossible values, broken constraints, and what exceeds a limit of the server: the fault of what was written. */
const DATA_FAULT = /^(22|23|54)...$/;

/** Whether a statement failed for what it was given, and would fail again. */
export const isDataFault = (error: unknown): boolean => DATA_FAULT.test(codeOf(error) ?? '');

/** The server ends, lacks resources, waited too long, or is read-only after a failover. */
const CANNOT_NOW = /^(08...|53...|57P..|57014|58...|25006|55P03|40001|40P01)$/;
const SQLSTATE = /^[0-9][0-9A-Z]{4}$/;
/** What the driver and TypeORM say of a lost connection, without a code. */
const LOST_CONNECTION = /connection|terminated|timeout|query runner already released|not queryable/i;

/** Whether the read store cannot answer now and may later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError) return false;
  const code = codeOf(error);
  if (code === null) return LOST_CONNECTION.test(error.message);
  return SQLSTATE.test(code) ? CANNOT_NOW.test(code) : /^E(?!RR_)[A-Z_]+$/.test(code);
}

/** No such table, no such column: they are of an older version, and a rebuild will put its own in their place. */
const OF_ANOTHER_VERSION: readonly (string | null)[] = ['42P01', '42703'];

/** Asks the read store. @throws Refusal `store-unavailable` when it does not answer, `read-model-behind` before a rebuild */
export async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (OF_ANOTHER_VERSION.includes(codeOf(error)))
      throw new Refusal('read-model-behind', null, { why: 'not rebuilt yet' });
    throw isAway(error) ? new Refusal('store-unavailable', null, { store: 'read-store' }) : error;
  }
}
