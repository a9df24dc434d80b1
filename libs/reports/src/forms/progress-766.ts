import type { CatalogueView } from '#catalogue';
import type { Terms } from '../figures/definition.js';
import { endedBy, pausedSince, type Measure } from '../outcome/classes.js';
import { doesNotBalance } from './counts.js';
import { Form07aTally, type Form07a } from './form-07a.js';
import { cameAs, isIn, wentAs, type Seen, type Span, type Went } from './seen.js';

/** In the order in which the table prints them. */
export const PROGRESS_COLUMNS = [
  ...(['received', 'carried', 'online', 'counter', 'post'] as const),
  ...(['handled', 'handledEarly', 'handledOnTime', 'handledLate'] as const),
  ...(['running', 'runningInTime', 'runningLate', 'suspended', 'suspendedInTime', 'suspendedLate'] as const),
  ...(['ended', 'endedEarly', 'endedOnTime', 'endedLate'] as const),
] as const;
export type ProgressColumn = (typeof PROGRESS_COLUMNS)[number];

/**
 * `handled`: with a result or withdrawn (portal statuses 9, 10, 7); `suspended`: waiting for a supplement or a payment (5, 6);
 * `ended`: without a result, stopped or closed (8).
 */
export type Progress = Readonly<Record<ProgressColumn, number>>;

/** Of one deciding agency. */
export interface ProgressRow {
  readonly agency: string;
  readonly counts: Progress;
  /** The same by the lawful due date. */
  readonly strict: Progress;
}

/** Bảng tiến độ giải quyết theo bộ chỉ số của Quyết định 766/QĐ-TTg. */
export interface Progress766 {
  readonly rows: readonly ProgressRow[];
  readonly total: Omit<ProgressRow, 'agency'>;
  /** Form 07a of the same dossiers, with which it agrees: (9) = handled + ended, (13) = running + suspended. */
  readonly form07a: Form07a;
}

/** Adds up the table, dossier by dossier, in any order. */
export class Progress766Tally {
  private readonly agencies = new Map<string, Both>();
  private readonly all = new Both();
  private readonly form07a: Form07aTally;

  constructor(
    private readonly span: Span,
    private readonly catalogue: CatalogueView,
    private readonly isOwn: (agency: string) => boolean = () => true,
  ) {
    this.form07a = new Form07aTally(span, catalogue, isOwn);
  }

  /** @returns what the dossier is in the table; null where it is not in it */
  add(seen: Seen): Terms | null {
    this.form07a.add(seen);
    const agency = seen.end.agency ?? '';
    const came = cameAs(seen, this.span, this.catalogue);
    if (!isIn(seen, this.span) || !this.isOwn(agency) || came === null) return null;
    const into = came === 'onlineFull' || came === 'onlinePart' ? 'online' : came;
    const [lenient, strict] = [this.stateOf(seen, 'lenient'), this.stateOf(seen, 'strict')];
    for (const both of [this.all, this.bothOf(agency)]) {
      both.lenient.add('received', into, ...lenient);
      both.strict.add('received', into, ...strict);
    }
    return { [into]: 1, [lenient[1]]: 1, [`strict-${strict[1]}`]: 1 };
  }

  /** @throws Refusal `form-does-not-balance` naming the dossiers, or where it does not agree with form 07a */
  table(): Progress766 {
    const form07a = this.form07a.form();
    const total = this.all.counts();
    const rows = [...this.agencies]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([agency, both]) => ({ agency, ...both.counts() }));
    for (const measure of ['counts', 'strict'] as const)
      if (!reconciles(total[measure], form07a.total[measure])) throw doesNotBalance('766', [], 'form-07a');
    return { rows, total, form07a };
  }

  private stateOf({ end: standing }: Seen, measure: Measure): readonly [ProgressColumn, ProgressColumn] {
    const ended = endedBy(standing, this.span.end);
    const went = wentAs(standing, measure, this.span.end);
    if (ended === null)
      return pausedSince(standing) === null ? ['running', runs(went)] : ['suspended', SUSPENDED[runs(went)]];
    const isHandled = ended.as === 'finished' || ended.as === 'withdrawn';
    return isHandled ? ['handled', HANDLED[done(went)]] : ['ended', ENDED[done(went)]];
  }

  private bothOf(agency: string): Both {
    const known = this.agencies.get(agency) ?? new Both();
    this.agencies.set(agency, known);
    return known;
  }
}

type Runs = 'runningInTime' | 'runningLate';
type Done = 'early' | 'onTime' | 'late';
const runs = (went: Went): Runs => (went === 'runningLate' ? went : 'runningInTime');
const done = (went: Went): Done => (went === 'early' || went === 'onTime' ? went : 'late');
const SUSPENDED = { runningInTime: 'suspendedInTime', runningLate: 'suspendedLate' } as const;
const HANDLED = { early: 'handledEarly', onTime: 'handledOnTime', late: 'handledLate' } as const;
const ENDED = { early: 'endedEarly', onTime: 'endedOnTime', late: 'endedLate' } as const;

class ProgressSums {
  readonly sums: Record<ProgressColumn, number> = {
    ...{ received: 0, carried: 0, online: 0, counter: 0, post: 0 },
    ...{ handled: 0, handledEarly: 0, handledOnTime: 0, handledLate: 0, running: 0, runningInTime: 0, runningLate: 0 },
    ...{ suspended: 0, suspendedInTime: 0, suspendedLate: 0, ended: 0, endedEarly: 0, endedOnTime: 0, endedLate: 0 },
  };

  add(...columns: readonly ProgressColumn[]): void {
    for (const column of columns) this.sums[column] += 1;
  }
}

class Both {
  readonly lenient = new ProgressSums();
  readonly strict = new ProgressSums();

  counts(): Omit<ProgressRow, 'agency'> {
    return { counts: { ...this.lenient.sums }, strict: { ...this.strict.sums } };
  }
}

function reconciles(table: Progress, form: Form07a['total']['counts']): boolean {
  return (
    table.received === form.received &&
    table.carried === form.carried &&
    table.online === form.onlineFull + form.onlinePart &&
    table.counter === form.counter &&
    table.post === form.post &&
    table.handled + table.ended === form.resolved &&
    table.handledEarly + table.endedEarly === form.early &&
    table.handledOnTime + table.endedOnTime === form.onTime &&
    table.handledLate + table.endedLate === form.late &&
    table.running + table.suspended === form.running &&
    table.runningInTime + table.suspendedInTime === form.runningInTime &&
    table.runningLate + table.suspendedLate === form.runningLate
  );
}
