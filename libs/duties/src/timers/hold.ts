import { setTimeout as wait } from 'node:timers/promises';
import pg, { type Pool } from 'pg';
import { BOUNDED, locked } from './bounded.js';

const HOLD = 7_414_204;
/** How long an answer stands: with thousands in hand not every look asks. */
const ASKED_EVERY_MS = 200;

/**
 * Lets timers stand still while months pass on another clock: dossiers of the past must not be found overdue by today's before
 * they are told to the end. @returns how to let them go on; they do so by themselves when the process dies
 */
export async function holdTimers(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'dung-hen timers held', ...BOUNDED });
  await client.connect();
  client.on('error', () => {}); // a lost connection lets them go on
  const asking = client.query('select pg_advisory_lock_shared($1)', [HOLD]);
  await locked('whoever holds the timers alone', asking).catch(async (error: unknown) => {
    await client.end();
    throw error;
  });
  await wait(ASKED_EVERY_MS);
  return () => client.end();
}

/** Whether somebody holds the timers, as it was known a moment ago. */
export class Held {
  private askedAt = Number.NEGATIVE_INFINITY;
  private answer: Promise<boolean> = Promise.resolve(false);

  constructor(private readonly pool: Pool) {}

  are(): Promise<boolean> {
    if (performance.now() - this.askedAt > ASKED_EVERY_MS) {
      this.askedAt = performance.now();
      this.answer = areHeld(this.pool);
    }
    return this.answer;
  }
}

/** Whether somebody holds them; what is passed over meanwhile is found again as lost. */
export async function areHeld(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ held: boolean }>(
    `select exists (select from pg_locks where locktype = 'advisory' and classid = 0 and objid = $1 and objsubid = 1
       and granted and database = (select oid from pg_database where datname = current_database())) as held`,
    [HOLD],
  );
  return rows[0]?.held ?? false;
}
