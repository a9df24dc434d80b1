import type { Pool } from 'pg';
import { Gathering, type Clock, type Instant } from '#kernel';
import { inTransaction, type Sql } from '#read-store';
import type { DutyFacts } from '../facts.fold.js';
import { claimNotices } from '../notices/claim.js';
import type { Notice } from '../owed.js';
import { scheduleBy } from './schedule.js';

/** What a look came to: who is to be told, and when to look again. */
export interface Settlement {
  readonly facts: DutyFacts;
  readonly notices: readonly Notice[];
  readonly wakes: readonly Instant[];
  readonly lookedAt: Instant;
}

/**
 * Writes what looks came to, in one transaction for all that came while the last was being written: when thousands fall due
 * in one minute, most of the time would go into round trips. A look is done when its settlement stands.
 */
export const settling = (pool: Pool, clock: Clock): Gathering<Settlement, void> =>
  new Gathering(async (settlements) => {
    await inTransaction(pool, async (tx) => {
      await claimNotices(tx, settlements);
      await markWoken(tx, settlements);
      const wakes = settlements.map(({ facts: { dossierId, revision }, wakes }) => ({ dossierId, revision, wakes }));
      await scheduleBy(clock)(tx, wakes);
    });
    return settlements.map(() => {});
  });

/** In the order of their ids, as everywhere: whoever writes several of these rows waits for the other and not in a circle. */
const markWoken = async (tx: Sql, settlements: readonly Settlement[]): Promise<void> => {
  const woken = settlements.map(({ facts: { dossierId: id, revision }, lookedAt: at }) => ({ id, revision, at }));
  await tx.query(
    `insert into vault.timers as t (dossier_id, woken_at, woken_revision)
     select id, at, revision from json_to_recordset($1) given (id text, revision int, at timestamptz) order by id
     on conflict (dossier_id) do update set woken_at = excluded.woken_at, woken_revision = excluded.woken_revision
       where t.woken_revision is null or t.woken_revision <= excluded.woken_revision`,
    [JSON.stringify(woken)],
  );
};
