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

/** Of one dossier. */
interface Told {
  readonly facts: DutyFacts;
  readonly notices: readonly Notice[];
}

/** Writes down who is to be told, each duty and level once, and the jobs that will; in the transaction of whoever calls. */
export async function claimNotices(tx: Sql, told: readonly Told[]): Promise<void> {
  const rows = told.flatMap(({ facts: { dossierId: dossier, code, procedure, submission }, notices }) =>
    notices.map(({ duty, level, to: { role, agency } }) => {
      const { kind, dueAt } = duty;
      const submittedAt = submission?.at ?? null;
      return { dossier, code, procedure, submittedAt, duty: dutyId(duty), level, role, agency, kind, dueAt };
    }),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    `with claimed as (
       insert into vault.notices (dossier_id, duty, level, role, agency, code, procedure_code, submitted_at, kind, due_at)
       select dossier, duty, level, role, agency, code, procedure, "submittedAt", kind, "dueAt" from json_to_recordset($1)
         given (dossier text, code text, procedure text, "submittedAt" timestamptz, duty text, level text, role text,
           agency text, kind text, "dueAt" timestamptz)
       order by dossier, duty, level
       on conflict do nothing returning dossier_id, duty, level)
     select graphile_worker.add_jobs(array_agg((
       '${TELL_TASK}', json_build_object('dossier', dossier_id, 'duty', duty, 'level', level), null, null, null,
       concat_ws(' ', '${TELL_TASK}', dossier_id, duty, level), null, null)::graphile_worker.job_spec))
     from claimed having count(*) > 0`,
    [JSON.stringify(rows)],
  );
}
