import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { randomUUID } from 'node:crypto';
import { inTransaction, LIVE_SCHEMA, liveTarget, lockProjection, rowsOf } from '#read-store';
import type { CatalogueFeed, DossierReactions } from '#handling';
import type { Clock } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { dutiesProjection, FACTS_TABLE, storeDuties } from '../duties.projection.js';
import { RESTATEMENT } from '../owed.js';
import { LOOK_TASK, scheduleBy } from './schedule.js';

const AT_ONCE = 500;
/** A moment that passed so long ago without a look has lost its job. */
const LOST_AFTER = `interval '15 seconds'`;

/** Sets the jobs anew of dossiers whose moment passed and whose job is gone, or was given up. @returns how many */
export async function findLost(pool: Pool, clock: Clock): Promise<number> {
  const { rows } = await pool.query<{ lost: string }>(
    `with lost as (
       select dossier_id as id from vault.timers t
       where next_at < $1::timestamptz - ${LOST_AFTER} and not exists (
         select from graphile_worker.jobs j
         where j.key = '${LOOK_TASK} ' || t.dossier_id and j.attempts < j.max_attempts)
       order by next_at limit ${AT_ONCE}),
     added as (
       select graphile_worker.add_jobs(array_agg((
         '${LOOK_TASK}', json_build_object('dossier', id), null, null, null, '${LOOK_TASK} ' || id, null, null
       )::graphile_worker.job_spec)) from lost having count(*) > 0)
     select count(*) as lost from lost where exists (select from added)`,
    [clock.now()],
  );
  return Number(rows[0]?.lost ?? 0);
}

/** What moving dossiers to a later calendar needs. */
export interface Moving {
  readonly db: DataSource;
  readonly pool: Pool;
  readonly catalogue: CatalogueFeed;
  readonly reactions: DossierReactions;
  readonly clock: Clock;
}

/**
 * A calendar published later: dates of running dossiers are restated openly, by an event each, and duties and timers follow.
 * Goes through so many dossiers that still rest on an earlier one. @returns how many; 0 when none is left
 */
export async function followCalendar(moving: Moving): Promise<number> {
  const { db, catalogue, reactions } = moving;
  const { version } = catalogue.view.calendar();
  const rows = await rowsOf<{ readonly id: string }>(
    db,
    `select dossier_id as id from ${LIVE_SCHEMA}.${FACTS_TABLE}
     where is_open and calendar_version < $1 order by calendar_version, dossier_id limit ${AT_ONCE}`,
    [version],
  );
  for (const { id } of rows) await reactions.react(id, () => RESTATEMENT, randomUUID());
  await deriveAnew(
    { ...moving, calendar: () => catalogue.view.calendar() },
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/** What laying duties on the calendar anew needs. */
export interface Deriving {
  readonly db: DataSource;
  readonly pool: Pool;
  readonly calendar: () => WorkingCalendar;
  readonly clock: Clock;
}

/** Dossiers that owe something and that no timer knows of as they stand, as in a vault of an older backup. @returns how many were set */
export async function scheduleUnknown(deriving: Deriving): Promise<number> {
  const rows = await rowsOf<{ readonly id: string }>(
    deriving.db,
    `select dossier_id as id from ${LIVE_SCHEMA}.${FACTS_TABLE} f
     where is_open and not exists (
       select from vault.timers t where t.dossier_id = f.dossier_id and t.revision >= f.revision)
     order by dossier_id limit ${AT_ONCE}`,
  );
  await deriveAnew(
    deriving,
    rows.map(({ id }) => id),
  );
  return rows.length;
}

/** The same facts, laid on the calendar in force; a runner that writes the same rows goes before or after. */
async function deriveAnew({ pool, calendar, clock }: Deriving, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const ground = { calendar, schedule: scheduleBy(clock) };
  const projection = dutiesProjection(ground);
  await inTransaction(pool, async (tx) => {
    await lockProjection(tx, liveTarget(projection));
    const held = await projection.storage.load(tx, LIVE_SCHEMA, ids);
    await storeDuties(ground, tx, LIVE_SCHEMA, held);
  });
}
