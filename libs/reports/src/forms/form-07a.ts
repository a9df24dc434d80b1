import { fieldNamed, type CatalogueView } from '#catalogue';
import { endedBy, pausedSince } from '../outcome/classes.js';
import type { Standing } from '../outcome/standing.fold.js';
import type { Terms } from '../figures/definition.js';
import { balances, CountsTally, doesNotBalance, type Breaking, type Counts } from './counts.js';
import { cameAs, isIn, ranAt, wentAs, type Seen, type Span } from './seen.js';

/** Lĩnh vực of dossiers of older registers, which name none. */
export const NO_FIELD = 'Không rõ lĩnh vực';

/** The field of a dossier; what the national records write in two encodings is one. */
const fieldOf = ({ field }: Standing): string => (field === null ? NO_FIELD : fieldNamed(field));

const vietnamese = new Intl.Collator('vi');
/** Fields stand in the order of the Vietnamese alphabet. */
export const inOrder = (a: string, b: string): number => vietnamese.compare(a, b) || (a < b ? -1 : 1);

/** One line of the form, with the strict figures beside. */
export interface FormRow {
  readonly field: string;
  readonly counts: Counts;
  /** The same by the lawful due date. */
  readonly strict: Counts;
}

/** Hồ sơ chuyển từ kỳ trước: column (8) against column (13) of the form of the period before. */
export interface CarriedOver {
  /** Column (8). */
  readonly carried: number;
  /** (13) of the form of the period before, as known now. */
  readonly before: number;
  /** The same as that form said it, in its time. */
  readonly carriedAsReportedBefore: number;
  /** Of (8): those that an agency handed over since, by that agency. */
  readonly fromPredecessors: readonly HandedOver[];
  /** Of (13) before: those that were handed over since to an agency that reports them itself. */
  readonly toSuccessors: readonly HandedOver[];
  /** Entered late: ran then and were not known to, or were thought to run. */
  readonly restated: readonly Restated[];
}
export interface HandedOver {
  readonly agency: string;
  readonly dossiers: number;
}
export interface Restated {
  readonly dossierId: string;
  readonly code: string | null;
  readonly ran: boolean;
}

/** Shown beside the form: what its columns hold that is of a kind of its own. */
export interface Apart {
  readonly withdrawn: number;
  readonly stopped: number;
  readonly closed: number;
  /** Of those that run: waiting for their applicants. */
  readonly paused: number;
  readonly pausedLate: number;
  /** An older register promised no date: in (11) and (14), for no date was broken. */
  readonly withoutDueDate: number;
}

/** Biểu số 07a/BTP/KSTT. */
export interface Form07a {
  readonly rows: readonly FormRow[];
  readonly total: Omit<FormRow, 'field'>;
  readonly carriedOver: CarriedOver;
  readonly apart: Apart;
}

const NONE_APART = { withdrawn: 0, stopped: 0, closed: 0, paused: 0, pausedLate: 0, withoutDueDate: 0 };

/** Adds up one reporting agency's form, dossier by dossier, in any order. */
export class Form07aTally {
  private readonly fields = new Map<string, Sides>();
  private readonly all = new Sides();
  private readonly apart = { ...NONE_APART };
  private readonly from = new Map<string, number>();
  private readonly to = new Map<string, number>();
  private readonly restated: Restated[] = [];
  private readonly breaking: Breaking[] = [];
  private before = 0;
  private reported = 0;

  /** @param isOwn whether an agency's dossiers are reported here; after a hand-over those of the agency at the end */
  constructor(
    private readonly span: Span,
    private readonly catalogue: CatalogueView,
    private readonly isOwn: (agency: string) => boolean = () => true,
  ) {}

  /** @returns what the dossier is in the form; null where it is not in it */
  add(seen: Seen): Terms | null {
    const { dossierId, end: standing, before } = seen;
    const { code } = standing;
    this.compare(seen);
    const isHere = isIn(seen, this.span);
    if (!isHere && ranAt(before, this.span.begin) && this.owns(before.agency))
      this.breaking.push({ dossierId, code, why: 'carried-over-and-gone' });
    if (!isHere || !this.owns(standing.agency)) return null;
    const came = cameAs(seen, this.span, this.catalogue);
    if (came === null) {
      this.breaking.push({ dossierId, code, why: 'received-before-and-not-carried-over' });
      return null;
    }
    const [went, strict] = [wentAs(standing, 'lenient', this.span.end), wentAs(standing, 'strict', this.span.end)];
    for (const sides of [this.all, this.sidesOf(fieldOf(standing))]) {
      sides.lenient.add(came, went);
      sides.strict.add(came, strict);
    }
    this.keepApart(seen);
    return { [came]: 1, [went]: 1, [`strict-${strict}`]: 1 };
  }

  /** @throws Refusal `form-does-not-balance` naming the dossiers */
  form(): Form07a {
    if (this.breaking.length > 0) throw doesNotBalance('07a', this.breaking);
    const rows = [...this.fields]
      .toSorted(([a], [b]) => inOrder(a, b))
      .map(([field, sides]) => ({ field, ...sides.counts() }));
    const total = this.all.counts();
    const form = { rows, total, carriedOver: this.carriedOver(total.counts.carried), apart: { ...this.apart } };
    const unsound = [...rows, total].flatMap(({ counts, strict }) => [counts, strict]).some((each) => !balances(each));
    if (unsound || !carriesOver(form.carriedOver)) throw doesNotBalance('07a', [], 'sums');
    return form;
  }

  private readonly owns = (agency: string | null): boolean => this.isOwn(agency ?? '');

  /** What ran just before the period, here, now and then. */
  private compare({ dossierId, end, before, reported }: Seen): void {
    const { begin } = this.span;
    const ran = ranAt(before, begin) && this.owns(before.agency);
    const wasReported = ranAt(reported, begin) && this.owns(reported.agency);
    if (ran) this.before += 1;
    if (wasReported) this.reported += 1;
    if (ran !== wasReported) this.restated.push({ dossierId, code: end.code, ran });
    if (!ranAt(before, begin)) return;
    const isHere = this.owns(end.agency);
    if (isHere && !ran) counted(this.from, before.agency ?? '');
    if (!isHere && ran) counted(this.to, end.agency ?? '');
  }

  private keepApart({ end: standing }: Seen): void {
    const { end } = this.span;
    const ended = endedBy(standing, end);
    if (ended !== null && ended.as !== 'finished') this.apart[ended.as] += 1;
    if (ended === null && pausedSince(standing) !== null) {
      this.apart.paused += 1;
      if (wentAs(standing, 'lenient', end) === 'runningLate') this.apart.pausedLate += 1;
    }
    if (standing.current === null) this.apart.withoutDueDate += 1;
  }

  private carriedOver(carried: number): CarriedOver {
    const listed = (of: ReadonlyMap<string, number>): readonly HandedOver[] =>
      [...of].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([agency, dossiers]) => ({ agency, dossiers }));
    return {
      ...{ carried, before: this.before, carriedAsReportedBefore: this.reported },
      ...{ fromPredecessors: listed(this.from), toSuccessors: listed(this.to) },
      restated: this.restated.toSorted((a, b) => (a.dossierId < b.dossierId ? -1 : 1)),
    };
  }

  private sidesOf(field: string): Sides {
    const known = this.fields.get(field) ?? new Sides();
    this.fields.set(field, known);
    return known;
  }
}

/** Both measures of the same dossiers. */
export class Sides {
  readonly lenient = new CountsTally();
  readonly strict = new CountsTally();

  counts(): Omit<FormRow, 'field'> {
    return { counts: this.lenient.counts(), strict: this.strict.counts() };
  }
}

/** (8) is (13) of the period before, with what was handed over since; and that is what was reported, with what was entered late. */
function carriesOver({ carried, before, carriedAsReportedBefore, ...over }: CarriedOver): boolean {
  const handed = (of: readonly HandedOver[]): number => of.reduce((sum, { dossiers }) => sum + dossiers, 0);
  const late = over.restated.reduce((sum, { ran }) => sum + (ran ? 1 : -1), 0);
  return (
    carried === before + handed(over.fromPredecessors) - handed(over.toSuccessors) &&
    before === carriedAsReportedBefore + late
  );
}

function counted(of: Map<string, number>, agency: string): void {
  of.set(agency, (of.get(agency) ?? 0) + 1);
}
