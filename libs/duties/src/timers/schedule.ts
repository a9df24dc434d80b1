import type { Clock } from '#kernel';
import type { Sql } from '#read-store';
import type { Wakes } from '../duties.projection.js';

/** A dossier is to be looked at when one of its moments has come; the newest wish replaces the one before. */
export const LOOK_TASK = 'duties';

/**
 * The next moment of each dossier: the first that was not looked at yet, or at once where an event came since the last look;
 * by its revision, for clocks may differ. What rests on an earlier revision than what stands there changes nothing.
 */
const SCHEDULE = `
  with given as (
    select g."dossierId" as id, g.revision, w.value::timestamptz as at
    from json_to_recordset($1) g ("dossierId" text, revision int, wakes json)
    left join lateral json_array_elements_text(g.wakes) w on true),
  next as (
    select given.id, given.revision, min(given.at) filter (
      where t.woken_at is null or given.at > t.woken_at or t.woken_revision < given.revision) as at
    from given left join vault.timers t on t.dossier_id = given.id group by given.id, given.revision),
  kept as (
    insert into vault.timers as t (dossier_id, revision, next_at) select id, revision, at from next order by id
    on conflict (dossier_id) do update set revision = excluded.revision, next_at = excluded.next_at
      where t.revision is null or t.revision <= excluded.revision
    returning dossier_id as id, next_at as at)
  select graphile_worker.add_jobs(array_agg((
    '${LOOK_TASK}', json_build_object('dossier', id), null, now() + (at - $2::timestamptz), null, '${LOOK_TASK} ' || id, null, null
  )::graphile_worker.job_spec order by id)) from kept where at is not null having count(*) > 0`;

/** Đặt hẹn giờ: in the transaction of whoever calls; as far away on the server as on the clock. */
export const scheduleBy =
  (clock: Clock) =>
  async (tx: Sql, wakes: readonly Wakes[]): Promise<void> => {
    if (wakes.length > 0) await tx.query(SCHEDULE, [JSON.stringify(wakes), clock.now()]);
  };
