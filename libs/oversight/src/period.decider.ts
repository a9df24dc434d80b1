import { isDay, Refusal, type Day } from '#kernel';
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

/** Whether every figure that was said is now of the same dossiers, by the same definition; one that is new corrects none. */
export const saysTheSame = (said: Pick<Closing, 'figures'>, now: Pick<Closing, 'figures'>): boolean =>
  said.figures.every(({ figure, definitionVersion, digest }) =>
    now.figures.some(
      (one) => one.figure === figure && one.definitionVersion === definitionVersion && one.digest === digest,
    ),
  );

/**
 * Khóa sổ: once, when the period is over.
 * @throws Refusal `future-effective-time` while it lasts; `period-already-closed`
 */
export function closePeriod(
  current: ClosedPeriod | null,
  closing: Closing,
  today: Day,
): readonly OversightEventOf<'PeriodClosed'>[] {
  periodStream(closing);
  if (closing.to >= today) throw new Refusal('future-effective-time', null, { to: closing.to, today });
  if (current !== null) throw new Refusal('period-already-closed', null, { from: closing.from, to: closing.to });
  return [{ type: 'PeriodClosed', v: 2, data: closing }];
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
  if (saysTheSame(lastSaid(current), restatement)) return [];
  return [{ type: 'PeriodRestated', v: 2, data: restatement }];
}
