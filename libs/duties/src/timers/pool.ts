import pg from 'pg';
import { BOUNDED } from './bounded.js';

/** Connections of the timers: one that is lost is replaced by the next query, one in use fails what it was used for. */
export function timerPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, ...BOUNDED, application_name: 'dung-hen timers' });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
