import { rowsOf, type Sql } from '#read-store';
import type { DutyFacts } from '../facts.fold.js';
import { dutyId } from '../duty.js';
import type { Notice } from '../owed.js';

export const TELL_TASK = 'notice';

/** A notice by its name: one a duty and level, for ever. */
export interface NoticeKey {
  readonly dossier: string;
  readonly duty: string;
  readonly level: string;
}

/** Writes down who is to be told, each duty and level once, and the jobs that will; in the transaction of whoever calls. */
export async function claimNotices(tx: Sql, facts: DutyFacts, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ duty, level, to }) => ({
    duty: dutyId(duty),
    level,
    role: to.role,
    agency: to.agency,
    kind: duty.kind,
    dueAt: duty.dueAt,
  }));
  await rowsOf(
    tx,
    `with claimed as (
       insert into vault.notices (dossier_id, duty, level, role, agency, code, kind, due_at)
       select $1, duty, level, role, agency, $2, kind, "dueAt" from json_to_recordset($3)
         given (duty text, level text, role text, agency text, kind text, "dueAt" timestamptz)
       on conflict do nothing returning duty, level)
     select graphile_worker.add_jobs(array_agg((
       '${TELL_TASK}', json_build_object('dossier', $1::text, 'duty', duty, 'level', level), null, null, null,
       concat_ws(' ', '${TELL_TASK}', $1::text, duty, level), null, null)::graphile_worker.job_spec))
     from claimed having count(*) > 0`,
    [facts.dossierId, facts.code, JSON.stringify(rows)],
  );
}
