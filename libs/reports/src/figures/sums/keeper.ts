import { lastOf, vietnamDay, type Day, type Instant, type Position } from '#kernel';
import { LIVE_SCHEMA, rowsOf, type Sql } from '#read-store';
import type { WorkingCalendar } from '#working-time';
import { VERSIONS_TABLE } from '../../outcome/outcome.storage.js';
import { EVERYTHING, standingsReach } from '../../outcome/standings.query.js';
import { advance, isAnythingDue } from './advance.js';
import { areOutcomesMine, basisOf } from './basis.js';
import { areThere, isSound, keptUpTo, type Kept } from './kept.js';
import { KNOWN_TABLE, SUMS_TABLES } from './tables.js';

/** Few of both: who writes for long keeps every reader of a log on the same server from what came after it. */
const AT_ONCE = 2_000;
const DAYS_AT_ONCE = 5;

/**
 * Cộng dồn số liệu: takes what the outcomes know and the sums do not, a step of so many standings at most, of few days.
 * To be run in a transaction of its own; where another keeps them already nothing is done.
 * @returns whether there may be more to take
 */
export async function keepSums(
  tx: Sql,
  calendars: readonly WorkingCalendar[],
  now: Instant,
  atOnce = AT_ONCE,
): Promise<boolean> {
  const [lock] = await rowsOf<{ readonly mine: boolean }>(
    tx,
    `select pg_try_advisory_xact_lock(hashtext('${KNOWN_TABLE}')) as mine`,
  );
  if (lock?.mine !== true) return false;
  const basis = basisOf(calendars);
  if (!(await areOutcomesMine(tx)) || !(await areThere(tx))) return false;
  const last = await keptUpTo(tx, EVERYTHING);
  if (last !== undefined && !(await isSound(tx, basis))) {
    await tx.query(`truncate ${SUMS_TABLES.map(({ name }) => `${LIVE_SCHEMA}.${name}`).join(', ')}`);
    return true;
  }
  return keepUp(tx, last, { basis, calendars, now, atOnce });
}

interface Keeping {
  readonly basis: string;
  readonly calendars: readonly WorkingCalendar[];
  readonly now: Instant;
  readonly atOnce: number;
}

/** Day by day what became known, and then what came about by itself until now. */
async function keepUp(tx: Sql, last: Kept | undefined, { basis, calendars, now, atOnce }: Keeping): Promise<boolean> {
  const reach = await standingsReach(tx);
  if (reach === null) return false;
  const found = await versionsAfter(tx, last?.position ?? '', reach, atOnce);
  const days = daysOf(found, last);
  let held = last;
  for (const { day, versions, recorded } of days.slice(0, DAYS_AT_ONCE)) {
    held = await closedBefore(tx, day, held, calendars);
    const until = held !== undefined && held.until > recorded ? held.until : recorded;
    const next: Kept = { known: day, position: versions.at(-1)?.position ?? '', until, basis };
    await advance(tx, next, held, versions, calendars);
    held = next;
  }
  if (held === undefined || found.length === atOnce || days.length > DAYS_AT_ONCE) return found.length > 0;
  const today = dayOf(held, now);
  held = (await closedBefore(tx, today, held, calendars)) ?? held;
  const until = held.until > now ? held.until : now;
  if (today > held.known || (await isAnythingDue(tx, until)))
    await advance(tx, { ...held, known: today, until }, held, [], calendars);
  return false;
}

interface KnownOnDay {
  readonly day: Day;
  readonly versions: readonly Known[];
  /** When the last of them was. */
  readonly recorded: Instant;
}

/** One after the other; more than one run of a day there is none, for no day comes before one that is known already. */
function daysOf(found: readonly Known[], last: Kept | undefined): readonly KnownOnDay[] {
  const days: { day: Day; versions: Known[]; recorded: Instant }[] = [];
  for (const version of found) {
    const before = days.at(-1);
    const day = dayOf({ known: before?.day ?? last?.known ?? '' }, version.recordedAt);
    if (before?.day !== day) days.push({ day, versions: [version], recorded: version.recordedAt });
    else {
      before.versions.push(version);
      if (version.recordedAt > before.recorded) before.recorded = version.recordedAt;
    }
  }
  return days;
}

/** The day that is over is closed before another: what became late on it was known on it. */
async function closedBefore(
  tx: Sql,
  day: Day,
  held: Kept | undefined,
  calendars: readonly WorkingCalendar[],
): Promise<Kept | undefined> {
  if (held === undefined || day <= held.known || held.until >= lastOf(held.known)) return held;
  const closed = { ...held, until: lastOf(held.known) };
  await advance(tx, closed, held, [], calendars);
  return closed;
}

/** No day comes before one that is known already, whatever a clock said. */
const dayOf = ({ known }: Pick<Kept, 'known'>, at: Instant): Day => {
  const day = vietnamDay(at);
  return known > day ? known : day;
};

interface Known {
  readonly dossierId: string;
  readonly position: Position;
  readonly recordedAt: Instant;
}

const versionsAfter = (tx: Sql, position: Position, reach: Position, atMost: number) =>
  rowsOf<Known>(
    tx,
    `select dossier_id as "dossierId", position, recorded_at as "recordedAt" from ${VERSIONS_TABLE}
     where position > $1 and position <= $2 order by position limit $3`,
    [position, reach, atMost],
  );
