import type { Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { OUTCOMES_TABLE } from '../outcome/outcome.storage.js';
import { perhapsStanding, standingFrom, type StandingChanges } from '../outcome/standing-changes.fold.js';
import { changesAt } from '../outcome/standings.query.js';
import type { Seen, Span } from './seen.js';

/** What is known at the looks of a form, and whose dossiers are looked at. */
export interface SeenBy {
  readonly position: Position | null;
  /** What was known just before the period. */
  readonly knownBefore: Position | null;
  readonly setAside: readonly string[];
  /** Only what one of these agencies ever was to decide; null: all there is. */
  readonly agencies: readonly string[] | null;
}

const PAGE = 5_000;

/** Those that were received by the end, and not over before the period; what became known since may say otherwise of the rest. */
const ACTIVE = `select dossier_id as "dossierId" from ${OUTCOMES_TABLE}
  where dossier_id > $1 and active_from <= $2::timestamptz
    and (active_until is null or active_until > $3::timestamptz or known > $4)
    and ($5::text[] is null or agencies && $5::text[]) and 'dossier-' || dossier_id <> all($6::text[])
  order by dossier_id limit ${PAGE}`;

const LOOKS = `select id as "dossierId", ${changesAt('id', '$2', '$4')} as end, ${changesAt('id', '$2', '$5')} as before,
    ${changesAt('id', '$3', '$5')} as reported
  from unnest($1::text[]) with ordinality given (id, nth) order by nth`;

/** Every dossier that anything of a form can be made of, as it stood at the looks of the form, by id. @throws Refusal `store-unavailable` */
export async function* seenBetween(
  db: Sql,
  { begin, end }: Span,
  { position, knownBefore, setAside, agencies }: SeenBy,
): AsyncGenerator<Seen> {
  const [known, knownThen] = [position ?? '', knownBefore ?? ''];
  for (let after: string | undefined = ''; after !== undefined;) {
    const params: readonly unknown[] = [after, end, begin, knownThen, agencies, setAside];
    const active = await asked(() => rowsOf<Pick<Seen, 'dossierId'>>(db, ACTIVE, params));
    const ids = active.map(({ dossierId }) => dossierId);
    const looks = await asked(() => rowsOf<Look>(db, LOOKS, [ids, known, knownThen, end, begin]));
    for (const look of looks)
      if (look.end !== null)
        yield {
          dossierId: look.dossierId,
          end: standingFrom(look.end),
          before: perhapsStanding(look.before),
          reported: perhapsStanding(look.reported),
        };
    after = ids.length < PAGE ? undefined : ids.at(-1);
  }
}

interface Look extends Pick<Seen, 'dossierId'> {
  readonly end: readonly StandingChanges[] | null;
  readonly before: readonly StandingChanges[] | null;
  readonly reported: readonly StandingChanges[] | null;
}
