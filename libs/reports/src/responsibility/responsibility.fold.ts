import type { Instant } from '#kernel';
import type { RecordedDossierEvent } from '#dossier';
import { courseAfter, type Course } from '../course/course.fold.js';
import { holderOf, type Holder } from './holder.fold.js';

/** Lượt giữ — one holder, from one effective instant to another; `to` is null while it goes on. */
export interface Turn {
  readonly holder: Holder;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Sổ trách nhiệm — who held a dossier when, without a gap, from its reception to its end. */
export interface ResponsibilityRow {
  readonly dossierId: string;
  /** Mã hồ sơ; null before reception. */
  readonly code: string | null;
  readonly course: Course | null;
  readonly turns: readonly Turn[];
  readonly revision: number;
}

/** The ledger with one more event: turns that are over never change again. */
export function foldResponsibility(row: ResponsibilityRow | null, event: RecordedDossierEvent): ResponsibilityRow {
  const course = courseAfter(row?.course ?? null, event);
  const turns = row?.turns ?? [];
  return {
    dossierId: event.stream.slice(event.stream.indexOf('-') + 1),
    code: course?.code ?? null,
    course,
    turns: course === null ? turns : turnsAfter(turns, holderOf(course), event.meta.effectiveAt),
    revision: event.revision,
  };
}

function turnsAfter(turns: readonly Turn[], holder: Holder | null, at: Instant): readonly Turn[] {
  const last = turns.at(-1);
  const next = holder === null ? [] : [{ holder, from: at, to: null }];
  if (last === undefined) return next;
  if (last.to !== null || (holder !== null && isSame(last.holder, holder))) return turns;
  const before = turns.slice(0, -1);
  return last.from === at ? [...before, ...next] : [...before, { ...last, to: at }, ...next];
}

/** Fields of a holder stand in one order, whether made here or read from the table. */
const isSame = (a: Holder, b: Holder): boolean => JSON.stringify(a) === JSON.stringify(b);
