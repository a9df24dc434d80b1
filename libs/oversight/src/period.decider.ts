import { isDay, Refusal, type Day, type Position } from '#kernel';
import { isFairText } from '#catalogue';
import type { Closing, OversightEventOf, RecordedOversightEvent, Restatement } from './oversight.events.js';

/** Of which agency, with those below it, and which days. */
export type AgencyPeriod = Pick<Closing, 'agency' | 'from' | 'to'>;

/** Kỳ đã khóa: the figures as they were signed, and every restatement since, in order. */
export interface ClosedPeriod {
  readonly closed: Closing;
  readonly restatements: readonly Restatement[];
}

/** @throws Refusal `invalid-input` for what is no period */
export function periodStream({ agency, from, to }: AgencyPeriod): string {
  if (!isDay(from) || !isDay(to) || to < from) throw new Refusal('invalid-input', null, { at: 'period', from, to });
  return `period-${agency}-${from}-${to}`;
}

export function closedPeriodOf(events: readonly RecordedOversightEvent[]): ClosedPeriod | null {
  const closed = events.find((event) => event.type === 'PeriodClosed');
  if (closed === undefined) return null;
  const restatements = events.flatMap((event) => (event.type === 'PeriodRestated' ? [event.data] : []));
  return { closed: closed.data, restatements };
}

/** Every period that was closed, in the order of the log. @param events of any periods */
export function closedPeriodsIn(events: readonly RecordedOversightEvent[]): readonly ClosedPeriod[] {
  const streams = new Set(events.map(({ stream }) => stream));
  return [...streams].flatMap((one) => closedPeriodOf(events.filter(({ stream }) => stream === one)) ?? []);
}

/** The figures of a closed period as they were last said. */
export const lastSaid = ({ closed, restatements }: ClosedPeriod): Closing => restatements.at(-1) ?? closed;

/** A figure as it was said, and what was known then. */
export interface Said {
  readonly asOf: Position;
  readonly definitionVersion: number;
  readonly dossiers: number;
  readonly digest: string;
  readonly terms: Readonly<Record<string, number>>;
}

/** Null where a closing did not hold it. */
export function saidIn({ asOf, figures }: Closing, figure: string): Said | null {
  const found = figures.find((one) => one.figure === figure);
  if (found === undefined) return null;
  const { definitionVersion, dossiers, digest } = found;
  const terms = Object.fromEntries(found.terms.map(({ term, number }) => [term, number]));
  return { asOf, definitionVersion, dossiers, digest, terms };
}

/** By the same definition of the same dossiers. @param now whose digest may not be told: then by its terms */
export function isSame(
  said: Pick<Said, 'definitionVersion' | 'digest' | 'terms'>,
  now: Pick<Said, 'definitionVersion' | 'terms'> & { readonly digest: string | null },
): boolean {
  if (said.definitionVersion !== now.definitionVersion) return false;
  return now.digest === null ? changedTerms(said.terms, now.terms).length === 0 : now.digest === said.digest;
}

/** A term that is another now. */
export interface ChangedTerm {
  readonly term: string;
  readonly was: number;
  readonly is: number;
}

/** One that is not there is none. */
export function changedTerms(was: Said['terms'], is: Said['terms']): readonly ChangedTerm[] {
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((term) => {
    const [before, now] = [was[term] ?? 0, is[term] ?? 0];
    return before === now ? [] : [{ term, was: before, is: now }];
  });
}

/** Whether every figure is as it was last said, and the same forms are refused; a figure that is new corrects none. */
export function saysTheSame(period: ClosedPeriod, now: Closing): boolean {
  const all = [period.closed, ...period.restatements];
  const names = new Set(all.flatMap(({ figures }) => figures.map(({ figure }) => figure)));
  const isAsSaid = (figure: string): boolean => {
    const last = all.flatMap((one) => saidIn(one, figure) ?? []).at(-1);
    const is = saidIn(now, figure);
    return last === undefined || is === null ? saidIn(lastSaid(period), figure) === null : isSame(last, is);
  };
  return [...names].every(isAsSaid) && refusedIn(lastSaid(period)) === refusedIn(now);
}

const refusedIn = ({ refused }: Closing): string =>
  refused
    .map(({ form }) => form)
    .toSorted()
    .join(' ');

/**
 * Khóa sổ: once, when the period is over.
 * @throws Refusal `period-not-over` while it lasts; `period-already-closed`
 */
export function closePeriod(
  current: ClosedPeriod | null,
  closing: Closing,
  today: Day,
): readonly OversightEventOf<'PeriodClosed'>[] {
  periodStream(closing);
  if (closing.to >= today) throw new Refusal('period-not-over', null, { to: closing.to, today });
  if (current !== null) throw new Refusal('period-already-closed', null, { from: closing.from, to: closing.to });
  return [{ type: 'PeriodClosed', v: 3, data: closing }];
}

const LONGEST = 1_000;

/**
 * Điều chỉnh số liệu: only what came out otherwise is said again, with its reason.
 * @throws Refusal `invalid-input` without a reason; `period-not-closed`
 */
export function restatePeriod(
  current: ClosedPeriod | null,
  restatement: Restatement,
): readonly OversightEventOf<'PeriodRestated'>[] {
  const { reason, from, to } = restatement;
  if (reason.trim() === '' || reason.length > LONGEST || !isFairText(reason))
    throw new Refusal('invalid-input', null, { at: 'reason' });
  if (current === null) throw new Refusal('period-not-closed', null, { from, to });
  if (saysTheSame(current, restatement)) return [];
  return [{ type: 'PeriodRestated', v: 3, data: restatement }];
}
