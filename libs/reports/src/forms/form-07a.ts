import type { CatalogueView } from '#catalogue';
import { Refusal, vietnamDay, type Instant } from '#kernel';
import type { Measure } from '../outcome/classes.js';
import { endedBy, pausedSince } from '../outcome/classes.js';
import type { Standing } from '../outcome/standing.fold.js';

/** Columns of Biểu số 07a/BTP/KSTT, by the numbers that it prints; (1) and (2) are the line's number and its field. */
export const COLUMNS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const;
export type Column = (typeof COLUMNS)[number];
export type Numbers = Readonly<Record<Column, number>>;

/** What the form prints over its columns: each sum, and what it is the sum of. */
export const SUMS: readonly (readonly [total: Column, parts: readonly Column[]])[] = [
  [3, [4, 5, 6, 7, 8]],
  [9, [10, 11, 12]],
  [13, [14, 15]],
];

/** Every dossier is in one of the first three or carried over, and either resolved or not. */
const RULES = [...SUMS, [3, [9, 13]]] as const;

/** The two instants that a form looks at. */
export interface Looks {
  /** The last instant before the period. */
  readonly before: Instant;
  readonly at: Instant;
}

export type Received = 4 | 5 | 6 | 7 | 8;
export type Outcome = 10 | 11 | 12 | 14 | 15;

/** How it stands for the progress table of Decision 766. */
export type Progress = 'handled' | 'without-result' | 'running' | 'suspended';

/** Where one dossier stands in the form. */
export interface Placed {
  /** Null where older registers name none. */
  readonly field: string | null;
  /** Null of a channel that the form has no column for. */
  readonly received: Received | null;
  readonly outcome: Outcome;
  /** The same by the lawful due date, which no rescheduling moves. */
  readonly strict: Outcome;
  readonly progress: Progress;
  /** It was promised for no date: never counted as early or late. */
  readonly withoutDueDate: boolean;
}

/** Null where the dossier is not in the form: not received by its end, or over before its beginning. */
export function placed(standing: Standing, look: Looks, catalogue: CatalogueView): Placed | null {
  const { receivedAt, field, current } = standing;
  const ended = endedBy(standing, look.at);
  if (receivedAt === null || receivedAt > look.at || (ended !== null && ended.at <= look.before)) return null;
  return {
    field,
    received: receivedAt <= look.before ? 8 : channelOf(standing, catalogue),
    outcome: outcomeOf(standing, 'lenient', look.at),
    strict: outcomeOf(standing, 'strict', look.at),
    progress: progressOf(standing, look.at),
    withoutDueDate: current === null,
  };
}

/** What runs at the last instant before a period is carried over into it. */
export const isCarried = (standing: Standing, { before }: Looks): boolean =>
  standing.receivedAt !== null && standing.receivedAt <= before && endedBy(standing, before) === null;

/** Online is "toàn trình" only where the catalogue said so of the version that the dossier is pinned to (choice). */
function channelOf({ channel, procedure, procedureVersion }: Standing, catalogue: CatalogueView): Received | null {
  if (channel === 'post') return 6;
  if (channel === 'counter') return 7;
  if (channel !== 'online') return null;
  const version =
    procedure === null || procedureVersion === null
      ? undefined
      : catalogue.findLocalVersion(procedure, procedureVersion);
  return version?.onlineLevel === 'full' ? 4 : 5;
}

/**
 * Dates are compared. Without a due date nothing can have been missed: on time, or in time (choice; shown apart). Closed
 * unsupplemented is on time when the supplement was asked for by the due date, else late.
 */
function outcomeOf(standing: Standing, measure: Measure, at: Instant): Outcome {
  const due = measure === 'strict' ? standing.lawful : standing.current;
  const ended = endedBy(standing, at);
  if (due === null) return ended === null ? 14 : 11;
  const day = vietnamDay(due);
  if (ended === null) return vietnamDay(pausedSince(standing) ?? at) > day ? 15 : 14;
  if (ended.as === 'closed') return vietnamDay(askedAt(standing) ?? ended.at) > day ? 12 : 11;
  const done = vietnamDay(ended.at);
  return done < day ? 10 : done === day ? 11 : 12;
}

const askedAt = ({ waits }: Standing): Instant | null =>
  waits.findLast((wait) => wait.for === 'supplement')?.from ?? null;

function progressOf(standing: Standing, at: Instant): Progress {
  const ended = endedBy(standing, at);
  if (ended === null) return pausedSince(standing) === null ? 'running' : 'suspended';
  return ended.as === 'finished' || ended.as === 'withdrawn' ? 'handled' : 'without-result';
}

/** A line of the form. */
export interface Row {
  /** Lĩnh vực; null where none is named. */
  readonly field: string | null;
  readonly numbers: Numbers;
}

/** Progress of Decision 766, each kind by the column that it has in this form. */
export type ProgressCounts = Readonly<Record<Progress, Readonly<Record<Outcome, number>>>>;

export interface Form07a {
  readonly rows: readonly Row[];
  readonly total: Numbers;
  /** The total's outcomes by the lawful due date, shown beside. */
  readonly strict: Readonly<Record<Outcome, number>>;
  readonly progress: ProgressCounts;
  /** Resolved and running without any due date, which the form counts as on time and in time. */
  readonly withoutDueDate: number;
  /** Running, waiting for the applicant at the period's end. */
  readonly paused: number;
  /** Of column (8), by whose they were when the period began, where that was another agency. */
  readonly fromPredecessors: Readonly<Record<string, number>>;
  /** Carried over when the period began, and with another agency at its end: in that agency's form. */
  readonly toSuccessors: Readonly<Record<string, number>>;
  readonly dossiers: number;
}

const NAMED = 20;
const outcomes = (): Record<Outcome, number> => ({ 10: 0, 11: 0, 12: 0, 14: 0, 15: 0 });
const nothing = (): Record<Column, number> => ({
  ...{ 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0, 9: 0 },
  ...{ 10: 0, 11: 0, 12: 0, 13: 0, 14: 0, 15: 0 },
});

/** Counts one form, a dossier at a time. */
export class Form07aTally {
  private readonly rows = new Map<string | null, Record<Column, number>>();
  private readonly strict = outcomes();
  private readonly progress = {
    ...{ handled: outcomes(), 'without-result': outcomes(), running: outcomes(), suspended: outcomes() },
  };
  private readonly from = new Map<string, number>();
  private readonly to = new Map<string, number>();
  private readonly breaking: string[] = [];
  private withoutDueDate = 0;
  private dossiers = 0;
  private ranBefore = 0;

  /**
   * @param agencies whose form it is, at the period's end
   * @param look the same that the standings were read at
   */
  constructor(
    private readonly agencies: ReadonlySet<string> | null,
    private readonly look: Looks,
    private readonly catalogue: CatalogueView,
  ) {}

  /** One dossier, as it stood when the period began and at its end. Answers where it was placed; null: not in this form. */
  add(id: string, before: Standing | undefined, end: Standing): Placed | null {
    const wasCarried = before !== undefined && isCarried(before, this.look);
    const isOurs = this.isOurs(end.agency);
    const wasOurs = wasCarried && this.isOurs(before.agency);
    if (wasOurs) this.ranBefore += 1;
    if (wasOurs && !isOurs) bump(this.to, end.agency ?? '');
    if (!isOurs) return null;
    const place = placed(end, this.look, this.catalogue);
    if (place === null) return null;
    if (wasCarried && !wasOurs) bump(this.from, before.agency ?? '');
    if (place.received === null || (place.received === 8) !== wasCarried) this.breaking.push(id);
    this.count(place);
    return place;
  }

  /** @throws Refusal `form-does-not-balance` naming dossiers that break it */
  form(): Form07a {
    const rows = [...this.rows]
      .map(([field, numbers]) => ({ field, numbers }))
      .toSorted((a, b) => inOrder(a.field, b.field));
    const total = sumOf(rows.map(({ numbers }) => numbers));
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((all, one) => all + one, 0);
    const carriedOn = total[8] === this.ranBefore + sum(this.from) - sum(this.to);
    const broken = brokenIn([...rows.map(({ numbers }) => numbers), total]);
    if (this.breaking.length > 0 || !carriedOn || broken.length > 0)
      throw doesNotBalance(this.breaking, carriedOn ? broken : [...broken, '(8)=(13) of the period before']);
    return {
      ...{ rows, total, strict: this.strict, progress: this.progress },
      withoutDueDate: this.withoutDueDate,
      paused: this.progress.suspended[14] + this.progress.suspended[15],
      fromPredecessors: Object.fromEntries(this.from),
      toSuccessors: Object.fromEntries(this.to),
      dossiers: this.dossiers,
    };
  }

  private isOurs(agency: string | null): boolean {
    return agency !== null && (this.agencies === null || this.agencies.has(agency));
  }

  private count({ field, received, outcome, strict, progress, withoutDueDate }: Placed): void {
    const row = this.rows.get(field) ?? nothing();
    this.rows.set(field, row);
    row[3] += 1;
    if (received !== null) row[received] += 1;
    row[progress === 'handled' || progress === 'without-result' ? 9 : 13] += 1;
    row[outcome] += 1;
    this.strict[strict] += 1;
    this.progress[progress][outcome] += 1;
    if (withoutDueDate) this.withoutDueDate += 1;
    this.dossiers += 1;
  }
}

/** @param broken the sums that do not come out */
export const doesNotBalance = (dossiers: readonly string[], broken: readonly string[]) =>
  new Refusal('form-does-not-balance', 'TT09-2026-BTP/12', {
    ...{ broken, dossiers: dossiers.slice(0, NAMED), more: Math.max(0, dossiers.length - NAMED) },
  });

/** Which of the form's sums do not come out. */
export function brokenIn(lines: readonly Numbers[]): readonly string[] {
  return RULES.flatMap(([total, parts]) =>
    lines.every((line) => line[total] === parts.reduce((sum, part) => sum + line[part], 0))
      ? []
      : [`(${total})=${parts.map((part) => `(${part})`).join('+')}`],
  );
}

/** TỔNG CỘNG. */
export function sumOf(lines: readonly Numbers[]): Numbers {
  const sum = nothing();
  for (const line of lines) for (const column of COLUMNS) sum[column] += line[column];
  return sum;
}

/** Where no field is named comes last. */
export function inOrder(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

const bump = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
