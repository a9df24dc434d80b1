import type { Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { OUTCOMES_TABLE, VERSIONS_TABLE } from '../outcome/outcome.storage.js';
import { standingFrom, type StandingChanges } from '../outcome/standing-changes.fold.js';
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

/** Whatever a look sees of a dossier is all up to a revision, and none sees more than the first. */
const VERSIONS = `select dossier_id as "dossierId", standing as changes, position <= $2 and effective_at <= $5::timestamptz as "isBefore",
    position <= $3 and effective_at <= $5::timestamptz as "isReported"
  from ${VERSIONS_TABLE} where dossier_id = any($1::text[]) and position <= $2 and effective_at <= $4::timestamptz
  order by dossier_id, revision`;

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
    const versions = await asked(() => rowsOf<Version>(db, VERSIONS, [ids, known, knownThen, end, begin]));
    yield* looksAt(versions);
    after = ids.length < PAGE ? undefined : ids.at(-1);
  }
}

interface Version extends Pick<Seen, 'dossierId'> {
  readonly changes: StandingChanges;
  readonly isBefore: boolean;
  readonly isReported: boolean;
}

function looksAt(versions: readonly Version[]): Iterable<Seen> {
  const seen = new Map<string, Seen>();
  for (const { dossierId, changes, isBefore, isReported } of versions) {
    const last = seen.get(dossierId);
    const end = standingFrom([last?.end ?? {}, changes]);
    const [before, reported] = [isBefore ? end : (last?.before ?? null), isReported ? end : (last?.reported ?? null)];
    seen.set(dossierId, { dossierId, end, before, reported });
  }
  return seen.values();
}
