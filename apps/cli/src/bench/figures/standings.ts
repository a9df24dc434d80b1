import pg from 'pg';
import { publishShipped, SHIPPED, type Installation } from '#installation';
import {
  keepSums,
  OUTCOME_DAYS_TABLE,
  OUTCOMES_TABLE,
  outcomesProjection,
  VERSIONS_TABLE,
  type Sent,
  type StandingChanges,
} from '#reports';

export const DOSSIERS = 2_000_000;
/** Dossiers are received from here on until now, as many every day. */
const FROM = '2025-01-01T00:00:00.000Z';
const AGENCIES = 200;
const PROCEDURES = 300;
const FIELDS = 40;

export const agencyAt = (n: number): string => `${AGENCY}${n % AGENCIES}`;
const AGENCY = 'co-quan-';

/** What is the same for all of them. */
const ALIKE = {
  ...{ procedureVersion: 1, centre: 'H27', digital: true, calendar: { id: 'vn', version: 1 } },
} satisfies StandingChanges;

/**
 * Received and, three in a hundred of them late, finished after one to ten days of their ten, one in ten by way of another
 * agency; what is not over yet runs. Each is known when it happens.
 */
const FILL = `
  insert into ${VERSIONS_TABLE} (dossier_id, revision, position, recorded_at, effective_at, standing)
  with dossiers as (
    select n, $1::timestamptz + n * (now() - $1::timestamptz) / ${DOSSIERS} as received,
      make_interval(days => case when n % 100 * 7919 % 100 < 3 then 16 else 1 + n * 31 % 10 end) as took
    from generate_series(1, ${DOSSIERS}) n),
  happened as (
    select n, 0 as revision, received, null::timestamptz as ended, received as at from dossiers
    union all select n, 1, received, received + took, received + took from dossiers where received + took < now())
  select md5(n::text), revision, lpad(to_hex(row_number() over (order by at, n)), 32, '0'), at, at, (
    case when revision = 1 then jsonb_build_object() else $2::jsonb || jsonb_build_object(
      'code', 'H27.1-' || n, 'procedure', 'thu-tuc-' || n * 7 % ${PROCEDURES}, 'field', 'linh-vuc-' || n * 7 % ${PROCEDURES} % ${FIELDS},
      'channel', (array['online', 'counter', 'post'])[1 + n % 3], 'agency', '${AGENCY}' || n * 13 % ${AGENCIES},
      'receivedAt', pg_temp.iso(received), 'answeredAt', pg_temp.iso(received), 'first', pg_temp.iso(received + interval '10 days'),
      'lawful', pg_temp.iso(received + interval '10 days'), 'current', pg_temp.iso(received + interval '10 days')) end
    || case when revision = 0 or n % 10 > 0 then jsonb_build_object() else jsonb_build_object('sent', jsonb_build_array(
      $3::jsonb || jsonb_build_object('from', '${AGENCY}' || n * 13 % ${AGENCIES}, 'fromNow', '${AGENCY}' || n * 13 % ${AGENCIES},
        'sentAt', pg_temp.iso(received + interval '1 hour'), 'answeredAt', pg_temp.iso(received + interval '20 hours')))) end
    || case when revision = 0 then jsonb_build_object() else jsonb_build_object(
      'result', jsonb_build_object('at', pg_temp.iso(ended), 'electronic', n % 2 = 0),
      'ended', jsonb_build_object('as', 'finished', 'at', pg_temp.iso(ended), 'recordedAt', pg_temp.iso(ended))) end)::json
  from happened`;

/** What is the same for all that went to another agency. */
const SENT = {
  ...{ transfer: 1, to: agencyAt(0), toNow: agencyAt(0), leg: null, form: 'electronic', limit: null },
  ...{ status: 'accepted', doneAt: null },
} satisfies Partial<Sent>;

/** Each dossier's row beside its standings, where it came. */
const FILL_ROWS = `
  insert into ${OUTCOMES_TABLE} (dossier_id, revision, code, known, filed_from, active_from, active_until, agencies)
  select dossier_id, coalesce(last.revision, first.revision), first.standing ->> 'code', coalesce(last.position, first.position),
    (first.standing ->> 'receivedAt')::timestamptz, (first.standing ->> 'receivedAt')::timestamptz, (last.standing -> 'ended' ->> 'at')::timestamptz,
    array[first.standing ->> 'agency']
  from (select * from ${VERSIONS_TABLE} where revision = 0) first
    left join (select * from ${VERSIONS_TABLE} where revision = 1) last using (dossier_id)
  order by first.position`;

const FILL_DAYS = `insert into ${OUTCOME_DAYS_TABLE} (day, position)
  select (recorded_at at time zone 'Asia/Ho_Chi_Minh')::date, max(position) from ${VERSIONS_TABLE} group by 1`;

/** As the engine prints instants. */
const ISO = `create function pg_temp.iso(at timestamptz) returns text language sql immutable
  as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`;

const REACHED = `insert into read.checkpoints (projection, build, version, position)
  select 'outcomes', 'live', $1, max(position) from ${VERSIONS_TABLE}
  on conflict (projection, build) do update set position = excluded.position, version = excluded.version`;

/** Where so many dossiers stood, as the outcomes would keep it. */
export async function fillStandings(databaseUrl: string, { store, catalogue, clock }: Installation): Promise<void> {
  const actor = { id: 'bench', role: 'administrator', agency: null };
  await publishShipped({ store, catalogue, clock, actor }, () => {}, SHIPPED.slice(0, 2));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(ISO);
    await client.query(FILL, [FROM, JSON.stringify(ALIKE), JSON.stringify(SENT)]);
    await client.query(FILL_ROWS);
    await client.query(FILL_DAYS);
    await client.query(REACHED, [outcomesProjection.version]);
    await client.query(`vacuum analyze ${VERSIONS_TABLE}, ${OUTCOMES_TABLE}`);
  } finally {
    await client.end();
  }
}

/** Adds up all that is known, as the worker does. @returns standings a second */
export async function addUp({ db, catalogue, clock }: Installation): Promise<number> {
  const from = performance.now();
  const calendars = catalogue.view.calendars();
  while (await db.transaction((tx) => keepSums(tx, calendars, clock.now())));
  const [row]: readonly { readonly standings: string }[] = await db.query(
    `select count(*) as standings from ${VERSIONS_TABLE}`,
  );
  return Number(row?.standings) / ((performance.now() - from) / 1_000);
}
