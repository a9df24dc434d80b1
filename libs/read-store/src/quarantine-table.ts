import type { Stop } from './fold-batch.js';
import type { Target } from './projection.js';
import type { Sql } from './sql.js';

const byStream = (target: Target, waiting: ReadonlyMap<string, number>) => [
  target.projection.name,
  target.build,
  [...waiting.keys()],
  [...waiting.values()],
];

/** Streams that stopped; one that had stopped before keeps when it first did. */
export async function recordStops(tx: Sql, target: Target, stops: readonly Stop[]): Promise<void> {
  if (stops.length === 0) return;
  await tx.query(
    `insert into read.quarantine (projection, build, stream, revision, position, type, v, reason)
     select $1, $2, * from json_to_recordset($3)
       as stop (stream text, revision int, position text, type text, v int, reason text)
     on conflict (projection, build, stream) do update set revision = excluded.revision,
       position = excluded.position, type = excluded.type, v = excluded.v, reason = excluded.reason`,
    [target.projection.name, target.build, JSON.stringify(stops)],
  );
}

/** So many more events wait behind the stop of each stream. */
export async function countWaiting(tx: Sql, target: Target, waiting: ReadonlyMap<string, number>): Promise<void> {
  if (waiting.size === 0) return;
  await tx.query(
    `update read.quarantine q set waiting = q.waiting + more.count
     from unnest($3::text[], $4::int[]) as more (stream, count)
     where q.projection = $1 and q.build = $2 and q.stream = more.stream`,
    byStream(target, waiting),
  );
}
