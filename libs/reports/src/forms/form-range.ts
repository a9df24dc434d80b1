import type { Instant } from '#kernel';
import type { Sql } from '#read-store';
import { endedBy } from '../outcome/classes.js';
import { standingOf, type Past } from '../outcome/standings.query.js';
import type { Standing } from '../outcome/standing.fold.js';
import type { Span } from './seen.js';

/** Giữa hai số nào: what each column of the total can be, with none of the dossiers that were set aside, and with all. */
export interface FormRange<C> {
  /** Hồ sơ đang cách ly that the form could be of; they are in no column. */
  readonly setAside: number;
  readonly atLeast: C;
  readonly atMost: C;
}

/** Null where none was set aside. */
export function formRange<K extends string>(
  columns: readonly K[],
  counts: Readonly<Record<K, number>>,
  setAside: number,
): FormRange<Readonly<Record<K, number>>> | null {
  if (setAside === 0) return null;
  const atMost: Record<K, number> = { ...counts };
  for (const column of columns) atMost[column] += setAside;
  return { setAside, atLeast: counts, atMost };
}

/**
 * How many of the dossiers that were set aside a form could be of, by where each was last known to stand: not one that
 * had ended before the period, that came after it, or that another agency had.
 */
export async function setAsideIn(
  db: Sql,
  streams: readonly string[],
  { position, at, now }: Past & { readonly now: Instant },
  { begin }: Span,
  isOwn: (agency: string) => boolean,
): Promise<number> {
  const couldBe = (last: Standing): boolean => endedBy(last, begin) === null && isOwn(last.agency ?? last.centre);
  let count = 0;
  for (const stream of streams) {
    const ids = [stream.slice(stream.indexOf('-') + 1)];
    const last = await standingOf(db, { position, at }, ids);
    const isUnknown = last === undefined && (await standingOf(db, { position, at: now }, ids)) === undefined;
    if (isUnknown || (last !== undefined && couldBe(last.standing))) count += 1;
  }
  return count;
}
