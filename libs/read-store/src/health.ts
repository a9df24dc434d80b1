import type { Instant, Position } from '#kernel';
import { LEASE_MS } from './checkpoint.js';
import { rowsOf, type Sql } from './sql.js';

/** How a read model fares, whichever process keeps it up. */
export interface ProjectionHealth {
  readonly projection: string;
  readonly version: number;
  /** Of the last event handled; null before the first. */
  readonly position: Position | null;
  /** Whether some process works on it. */
  readonly running: boolean;
  readonly caughtUp: boolean;
  /**
   * 0 when it is caught up; else how long ago the last event handled was recorded, or, where nobody works on a read
   * model that was caught up, since when. Null when nothing was ever handled.
   */
  readonly secondsBehind: number | null;
  /** Streams set aside, and how many of their events wait. */
  readonly quarantined: number;
  readonly waiting: number;
  readonly lastError: string | null;
  readonly lastErrorAt: Instant | null;
  /** How far a rebuild beside it has come; null when none runs. */
  readonly rebuildingAt: Position | null;
}

const UNHEARD = `interval '${2 * LEASE_MS} milliseconds'`;

const HEALTH = `
  with build as (
    select c.*, coalesce(alive_at > clock_timestamp() - ${UNHEARD} and leader is not null, false) as running
    from read.checkpoints c)
  select live.projection, live.version, live.position, live.running, live.running and live.caught_up as "caughtUp",
    case when live.running and live.caught_up then 0
      else floor(extract(epoch from clock_timestamp()
        - case when live.caught_up then live.alive_at else live.recorded_at end))::float8 end as "secondsBehind",
    waiting.streams as quarantined, waiting.events as waiting,
    live.last_error as "lastError", live.last_error_at as "lastErrorAt",
    next.position as "rebuildingAt"
  from build live
  left join build next on next.projection = live.projection and next.build = 'next' and next.running
  cross join lateral (
    select count(*)::int as streams, coalesce(sum(q.waiting), 0)::int as events from read.quarantine q
    where q.projection = live.projection and q.build = 'live') waiting
  where live.build = 'live' order by live.projection`;

/** The health of every read model. */
export const projectionHealth = (db: Sql): Promise<readonly ProjectionHealth[]> => rowsOf(db, HEALTH);
