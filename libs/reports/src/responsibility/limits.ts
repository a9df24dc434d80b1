import type { Instant } from '#kernel';
import { between, limitInMinutes, type Fraction, type WorkingCalendar } from '#working-time';
import type { Course } from '../course/course.fold.js';
import { clockOf, type LegClock } from '../course/leg-clock.js';
import type { LedgerTurn } from './ledger.js';

/**
 * One agency under one limit. `held` are minutes of the ledger, so that none is anybody's twice; `overrun` those that lay
 * beyond the limit. Of a leg `ran` is its own clock, which also runs while another leg's chain is the longer one.
 */
export interface LimitLine {
  readonly of: { readonly is: 'leg'; readonly leg: string; readonly transfer: number } | StepLimit;
  readonly agency: string;
  /** Working minutes; null where no limit is laid down. */
  readonly allowed: Fraction | null;
  readonly held: number;
  readonly overrun: Fraction;
  readonly ran: number | null;
}
interface StepLimit {
  readonly is: 'step';
  readonly step: string;
}

/** Which holder overran how much of which limit: a line for every step and leg that took time. */
export const limitsOf = (
  course: Course,
  turns: readonly LedgerTurn[],
  calendar: WorkingCalendar,
  until: Instant,
): readonly LimitLine[] => [...stepLines(course, turns), ...legLines(course, turns, calendar, until)];

function stepLines(course: Course, turns: readonly LedgerTurn[]): readonly LimitLine[] {
  return course.steps.flatMap(({ id, hours }) => {
    const held = turns.flatMap(({ holder, minutes }) =>
      (holder.is === 'unit' || holder.is === 'desk') && holder.step === id ? [{ agency: holder.agency, minutes }] : [],
    );
    const allowed = hours === null || hours === 0 ? null : { numerator: Math.round(hours * 60), denominator: 1 };
    return shared(held, allowed).map((line) => ({ of: { is: 'step', step: id }, ...line, allowed, ran: null }));
  });
}

function legLines(
  course: Course,
  turns: readonly LedgerTurn[],
  calendar: WorkingCalendar,
  until: Instant,
): readonly LimitLine[] {
  return course.sent.flatMap((sent) => {
    if (sent.leg === null) return [];
    const clock = clockOf(course, sent);
    if (clock === null) return [];
    const held = turns.flatMap(({ holder, minutes }) =>
      holder.is === 'leg' && holder.transfer === sent.transfer ? [{ agency: holder.agency, minutes }] : [],
    );
    const allowed = clock.limit === null ? null : limitInMinutes(clock.limit);
    const of = { is: 'leg', leg: sent.leg, transfer: sent.transfer } as const;
    const ran = ranBy(calendar, clock, until);
    const lines = shared(held, allowed);
    const all = lines.length === 0 ? [{ agency: sent.toNow, held: 0, overrun: NONE }] : lines;
    return all.map((line) => ({ of, ...line, allowed, ran }));
  });
}

const NONE: Fraction = { numerator: 0, denominator: 1 };

type Share = Pick<LimitLine, 'agency' | 'held' | 'overrun'>;

/** In the order of time: what was held before the limit ran out is nobody's overrun, what came after is its holder's. */
function shared(held: readonly { readonly agency: string; readonly minutes: number }[], allowed: Fraction | null) {
  const { numerator: most, denominator } = allowed ?? NONE;
  const shares = new Map<string, Share>();
  let before = 0;
  for (const { agency, minutes } of held) {
    const after = before + minutes;
    const beyond = allowed === null ? 0 : Math.max(0, after * denominator - Math.max(most, before * denominator));
    const share = shares.get(agency) ?? { agency, held: 0, overrun: { numerator: 0, denominator } };
    const overrun = { numerator: share.overrun.numerator + beyond, denominator };
    shares.set(agency, { agency, held: share.held + minutes, overrun });
    before = after;
  }
  return [...shares.values()];
}

/** The leg's own time without the waits for the applicant. */
function ranBy(calendar: WorkingCalendar, { startedAt, pauses, pausedSince, endedAt }: LegClock, until: Instant) {
  const paused = pauses.reduce((sum, { from, to }) => sum + between(calendar, from, to), 0);
  return between(calendar, startedAt, pausedSince ?? endedAt ?? until) - paused;
}
