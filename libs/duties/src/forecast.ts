import type { Instant } from '#kernel';
import { between, latestStart, limitInMinutes, type Fraction, type WorkingCalendar } from '#working-time';
import { isWaiting, overAt, type DutyFacts } from './facts.fold.js';
import { runningLegs } from './kinds/leg.js';
import { runningStep } from './kinds/step.js';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 480;
/** What is missing by less than half a working day is still made good (choice). */
const MADE_GOOD_MINUTES = 240;

/** Dự kiến quá hạn: from when a rule expects the dossier to be late, why, and by how many working days. */
export interface Forecast {
  readonly at: Instant;
  readonly reason: string;
  readonly days: number;
}

/**
 * The first moment at which a rule says that the lawful date will be missed: the date is nearer than the work that is left,
 * or the step in hand or a leg took longer than it may. Null while the applicant is waited for, after the result, and once
 * it was said.
 * @law ND118-2025/19.6
 */
export function forecastOf(facts: DutyFacts, calendar: WorkingCalendar): Forecast | null {
  const { lawful, forecast } = facts;
  if (lawful === null || forecast?.by === 'rule' || isWaiting(facts) || overAt(facts) !== null) return null;
  const found = [
    nearerThanTheWork(facts, lawful, calendar),
    stepOverrun(facts, calendar),
    ...legOverruns(facts, calendar),
  ];
  return found.reduce((first, one) => (first === null || (one !== null && one.at < first.at) ? one : first), null);
}

/** Steps go on one after the other while legs run beside them: the longer of both is what is left. */
function nearerThanTheWork(facts: DutyFacts, lawful: Instant, calendar: WorkingCalendar): Forecast | null {
  const since = facts.step?.since ?? facts.lawfulSince;
  if (since === null) return null;
  const steps = minutesOfSteps(facts, calendar);
  const legs = Math.ceil(longestChain(facts));
  const available = between(calendar, since, lawful) + MADE_GOOD_MINUTES;
  const reason = 'Thời gian còn lại ít hơn thời gian cần để xử lý các bước và chặng còn lại';
  // The step in hand shrinks with the time that is left; legs that nobody has sent do not.
  if (steps > available) return { at: since, reason, days: daysOf(steps - available + MADE_GOOD_MINUTES) };
  if (legs === 0) return null;
  const last = legs > available ? since : latestStart(calendar, lawful, Math.max(0, legs - MADE_GOOD_MINUTES));
  return { at: last < since ? since : minuteAfter(last), reason, days: daysOf(legs - available + MADE_GOOD_MINUTES) };
}

const minuteAfter = (at: Instant): Instant => new Date(Date.parse(at) + 60_000).toISOString();
const daysOf = (minutes: number): number => Math.max(1, Math.ceil(minutes / DAY_MINUTES));

function minutesOfSteps(facts: DutyFacts, calendar: WorkingCalendar): number {
  const { received: file, completedSteps } = facts;
  const running = runningStep(facts, calendar);
  return (file?.steps ?? [])
    .filter(({ id }) => !completedSteps.includes(id))
    .reduce(
      (sum, { id, hours }) => sum + (id === running?.id ? running.left : Math.round((hours ?? 0) * HOUR_MINUTES)),
      0,
    );
}

/** Full limits of the legs that are neither done nor running, along the longest chain. */
function longestChain({ received: file, legsDone, sent }: DutyFacts): number {
  const legs = file?.legs ?? [];
  const done = new Set(legsDone.map(({ leg }) => leg));
  const lengths = new Map<string, number>();
  const lengthTo = (id: string): number => {
    const known = lengths.get(id);
    if (known !== undefined) return known;
    const leg = legs.find((one) => one.id === id);
    const own = leg === undefined || done.has(id) || isRunning(id, sent) ? 0 : asMinutes(leg.limit);
    const before = Math.max(0, ...(leg?.after ?? []).map(lengthTo));
    lengths.set(id, own + before);
    return own + before;
  };
  return Math.max(0, ...legs.map(({ id }) => lengthTo(id)));
}

const isRunning = (leg: string, sent: DutyFacts['sent']): boolean =>
  sent.some((one) => one.leg === leg && one.status !== 'returned');

const asMinutes = (limit: Parameters<typeof limitInMinutes>[0] | null): number =>
  limit === null ? 0 : valueOf(limitInMinutes(limit));

const valueOf = ({ numerator, denominator }: Fraction): number => numerator / denominator;

function stepOverrun(facts: DutyFacts, calendar: WorkingCalendar): Forecast | null {
  const step = runningStep(facts, calendar);
  return step === null ? null : { at: step.endsAt, reason: `Bước ${step.id} đã quá thời gian quy định`, days: 1 };
}

const legOverruns = (facts: DutyFacts, calendar: WorkingCalendar): readonly (Forecast | null)[] =>
  runningLegs(facts, calendar).map(({ id, status, dueAt }) =>
    status === 'done' || dueAt === null ? null : { at: dueAt, reason: `Chặng ${id} đã quá thời hạn`, days: 1 },
  );
