import type { Position } from '#kernel';
import { asked, rowsOf, type Sql } from '#read-store';
import { pagesOfIds } from '../outcome/ids.query.js';
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

/**
 * Not over before the period, as far as is known today; or over before it only by what came since, which had then happened on a
 * day that was over. Each on its own, so that each finds its index.
 */
const LASTING = ['active_until is null', 'active_until > $2::timestamptz', 'entered_late > $3'] as const;
const OF_ALL = `(${LASTING.join(' or ')})`;
const OF_AGENCIES = `(${LASTING.map((lasting) => `(${lasting} and agencies[1] = any($5::text[]))`).join(' or ')}
    or (${OF_ALL} and cardinality(agencies) > 1 and agencies && $5::text[]))`;
/** Where no more is known than before the period: whatever came since may say otherwise. */
const BEFOREHAND = `(active_until is null or active_until > $2::timestamptz or known > $3)`;
const BEFOREHAND_OF_AGENCIES = `${BEFOREHAND} and agencies && $5::text[]`;

/** Those that were received by the end, and lasted into the period. */
const active = (lasting: string): string => `select dossier_id from ${OUTCOMES_TABLE}
  where active_from <= $1::timestamptz and 'dossier-' || dossier_id <> all($4::text[]) and ${lasting}`;

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
  const [ofAll, ofAgencies] = known > knownThen ? [OF_ALL, OF_AGENCIES] : [BEFOREHAND, BEFOREHAND_OF_AGENCIES];
  const found = active(agencies === null ? ofAll : ofAgencies);
  const values = [end, begin, knownThen, setAside, ...(agencies === null ? [] : [agencies])];
  for await (const ids of pagesOfIds(db, found, values))
    yield* looksAt(await asked(() => rowsOf<Version>(db, VERSIONS, [ids, known, knownThen, end, begin])));
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
