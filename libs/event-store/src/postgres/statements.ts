import { COLUMNS } from './rows.js';

const EVENT = ['uuid', 'text', 'int', 'json', 'json'];

/** Whether an append is answered when it stands on the disk, or before. */
export type Commit = 'waits' | 'hurries';
/** Of this transaction alone; the next that is waited for takes it to the disk with it. */
const HURRIES = `, set_config('synchronous_commit', 'off', true)`;

/** The statement that appends so many events: stream, expected revision, then five parameters an event. */
export function appendStatement(count: number, commit: Commit = 'waits'): string {
  const first = EVENT.map((_, column) => `$${3 + column}`);
  const further = EVENT.map((type, column) => {
    const parameters = Array.from({ length: count - 1 }, (_, event) => `$${3 + (event + 1) * EVENT.length + column}`);
    return `array[${parameters.join(', ')}]::${type}[]`;
  });
  const events = [...first, ...(count > 1 ? further : [])].join(', ');
  return `select event_store.append($1, $2, ${events})${commit === 'hurries' ? HURRIES : ''}`;
}

export const READ = `select ${COLUMNS} from event_store.events
  where stream = $1 and revision >= $2 order by revision limit $3`;

export const READ_BACKWARDS = `select ${COLUMNS} from event_store.events
  where stream = $1 and ($2::int is null or revision <= $2) order by revision desc limit $3`;

/** The limit stands in the text, so that a plan kept for all values knows that it reads a page and not the table. */
export const pageStatement = (limit: number): string => `select ${COLUMNS} from event_store.events
  where (tx, position) > ($1::xid8, $2::bigint) and tx < $3::xid8 and stream ^@ any($4::text[])
  order by tx, position limit ${limit}`;

export const FIRST_TRANSACTION = `select min(tx) from event_store.events where tx >= $1::xid8`;

/** The greatest tx is the end of an index; `exists (… where tx >= …)` would read the whole log when there is none. */
export const HORIZON = `select pg_snapshot_xmin(now), pg_snapshot_xmax(now),
  coalesce((select max(tx) from event_store.events) >= pg_snapshot_xmin(now), false)
  from pg_current_snapshot() now`;

/** One row of `HEALTH`. */
export type HealthRow = readonly [version: string, writable: string, horizonAgeMs: string | null, hidden: string];

export const HEALTH = `select current_setting('server_version'),
  not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off',
  1000 * extract(epoch from greatest(
    (select max(clock_timestamp() - xact_start) from pg_stat_activity where backend_xid is not null),
    (select max(clock_timestamp() - prepared) from pg_prepared_xacts))),
  pg_snapshot_xmax(now)::text::bigint - pg_snapshot_xmin(now)::text::bigint
  from pg_current_snapshot() now`;
