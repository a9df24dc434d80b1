import type { Instant } from '#kernel';
import { asked, LIVE_SCHEMA, NEXT_SCHEMA, rowsOf, type Sql } from '#read-store';
import { classOf, MEASURES, type Measure, type OutcomeClass } from './classes.js';
import { standingFrom, type StandingChanges } from './standing-changes.fold.js';
import type { Standing } from './standing.fold.js';

/** A dossier that a new build of the read model has otherwise than the one that serves, and why. */
export interface ChangedOutcome {
  readonly dossierId: string;
  readonly code: string | null;
  readonly was: Readonly<Record<Measure, OutcomeClass>>;
  readonly is: Readonly<Record<Measure, OutcomeClass>>;
  /** Of where it stands, what is otherwise. */
  readonly fields: readonly string[];
}

interface Pair {
  readonly dossierId: string;
  readonly was: Standing;
  readonly is: Standing;
}

interface Differing {
  readonly dossierId: string;
  readonly was: readonly StandingChanges[];
  readonly is: readonly StandingChanges[];
}

const PAGE = 1_000;
/** As far as both have folded: the one that serves may be a moment ahead. */
const changesIn = (schema: string): string =>
  `select json_agg(standing order by v.revision) as changes from ${schema}.outcome_versions v
   where v.dossier_id = live.dossier_id and v.revision <= least(live.revision, next.revision)`;
const DIFFERING = `select live.dossier_id as "dossierId", was.changes as was, is_now.changes as is
  from ${LIVE_SCHEMA}.outcomes live join ${NEXT_SCHEMA}.outcomes next using (dossier_id),
    lateral (${changesIn(LIVE_SCHEMA)}) was, lateral (${changesIn(NEXT_SCHEMA)}) is_now
  where was.changes::text <> is_now.changes::text and dossier_id > $1
  order by dossier_id limit ${PAGE}`;

/**
 * Hồ sơ đổi loại: every dossier whose class a rebuild changes, before it is put in place of what serves.
 * @throws Refusal `store-unavailable`
 */
export async function* changedOutcomes(db: Sql, now: Instant): AsyncGenerator<ChangedOutcome> {
  for (let after: string | null = ''; after !== null;) {
    const pairs: readonly Differing[] = await asked(() => rowsOf<Differing>(db, DIFFERING, [after]));
    for (const { dossierId, was, is } of pairs) {
      const changed = changedOf({ dossierId, was: standingFrom(was), is: standingFrom(is) }, now);
      if (changed !== null) yield changed;
    }
    after = pairs.length < PAGE ? null : (pairs.at(-1)?.dossierId ?? null);
  }
}

function changedOf({ dossierId, was, is }: Pair, now: Instant): ChangedOutcome | null {
  const [before, after] = [classesOf(was, now), classesOf(is, now)];
  if (MEASURES.every((measure) => before[measure] === after[measure])) return null;
  const fields = new Map(Object.entries(is));
  const old = new Map(Object.entries(was));
  const differing = [...fields].flatMap(([name, value]) =>
    JSON.stringify(old.get(name)) === JSON.stringify(value) ? [] : [name],
  );
  return { dossierId, code: is.code, was: before, is: after, fields: differing };
}

const classesOf = (standing: Standing, now: Instant): ChangedOutcome['was'] => ({
  ...{ strict: classOf(standing, 'strict', now), lenient: classOf(standing, 'lenient', now) },
});
