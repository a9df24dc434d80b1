import type { RecordedDossierEvent } from '#dossier';
import type { Day, Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { factsOf, type Facts } from './facts.js';
import type { Amount } from './last-day.js';
import { countTransfers } from './transfers.reference.js';
import { afterMinutes, dayNumber, minutesBetween, oneWorkingDayAfter } from './working-minutes.js';

/**
 * The figures from the plain list of events, with loops: what those of the read store are compared with. It shares nothing
 * with them but the events and the names of the terms.
 */
export interface ReferenceAsked {
  readonly figure: string;
  readonly from: Day;
  readonly to: Day;
  readonly at: Instant;
  /** All that were published by then, in order. */
  readonly calendars: readonly WorkingCalendar[];
}

type Terms = Record<string, number>;
export interface ReferenceDossier {
  readonly dossierId: string;
  readonly terms: Readonly<Terms>;
}

export const dayOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** @param events of all dossiers, in the order of the log, as far as was known */
export function referenceFigure(
  events: readonly RecordedDossierEvent[],
  { figure, from, to, at, calendars }: ReferenceAsked,
): readonly ReferenceDossier[] {
  const inPeriod = (instant: Instant | null): instant is Instant =>
    instant !== null && instant <= at && dayNumber(instant) >= dayOf(from) && dayNumber(instant) <= dayOf(to);
  const dossiers: ReferenceDossier[] = [];
  for (const [stream, own] of streamsUntil(events, at)) {
    const terms: Terms = {};
    const count = (term: string, number = 1) => {
      terms[term] = (terms[term] ?? 0) + number;
    };
    figures[figure]?.({ events: own, facts: factsOf(own), at, lastDay: dayOf(to), calendars, inPeriod, count });
    if (Object.keys(terms).length > 0) dossiers.push({ dossierId: stream.slice('dossier-'.length), terms });
  }
  return dossiers.sort((a, b) => (a.dossierId < b.dossierId ? -1 : 1));
}

/** What had happened to each dossier by then. */
export function streamsUntil(events: readonly RecordedDossierEvent[], at: Instant) {
  const streams = new Map<string, RecordedDossierEvent[]>();
  for (const event of events) {
    if (event.meta.effectiveAt > at) continue;
    const own = streams.get(event.stream) ?? [];
    own.push(event);
    streams.set(event.stream, own);
  }
  return streams;
}

interface Asked {
  readonly events: readonly RecordedDossierEvent[];
  readonly facts: Facts;
  readonly at: Instant;
  readonly lastDay: number;
  readonly calendars: readonly WorkingCalendar[];
  readonly inPeriod: (instant: Instant | null) => instant is Instant;
  readonly count: (term: string, number?: number) => void;
}

const isOver = ({ endAt }: Facts, at: Instant): boolean => endAt !== null && endAt <= at;

function standsAs(facts: Facts, due: Instant | null, at: Instant): string {
  if (isOver(facts, at) && facts.end !== 'finished') return facts.end ?? '';
  if (due === null) return 'no-due-date';
  if (!isOver(facts, at)) return dayNumber(facts.waitingSince ?? at) > dayNumber(due) ? 'running-late' : 'running';
  const ended = dayNumber(facts.endAt ?? at);
  if (ended < dayNumber(due)) return 'early';
  return ended === dayNumber(due) ? 'on-time' : 'late';
}

/** The versions from the one that the due date rests on that have every year from reception to then, oldest first. */
export function calendarsOf({ calendar, received }: Facts, calendars: readonly WorkingCalendar[], until: Instant) {
  const found: WorkingCalendar[] = [];
  for (const each of calendars) {
    if (calendar === null || received === null || each.id !== calendar.id || each.version < calendar.version) continue;
    if (minutesBetween(each, `${received.slice(0, 4)}-06-01T00:00:00.000Z`, until) === null) continue;
    if (minutesBetween(each, received, until) === null) continue;
    found.push(each);
  }
  return found.sort((a, b) => a.version - b.version);
}

function calendarOf(facts: Facts, calendars: readonly WorkingCalendar[], until: Instant): WorkingCalendar | null {
  return calendarsOf(facts, calendars, until)[0] ?? null;
}

const SEVENTHS = 7;
function sevenths({ amount, unit }: Amount): number {
  if (unit === 'same-day') return 480 * SEVENTHS;
  if (unit === 'working-day') return Math.round(amount * 480) * SEVENTHS;
  if (unit === 'hour') return Math.round(amount * 60) * SEVENTHS;
  return amount * 2_400 * (unit === 'month' ? 30 : 1);
}

const figures: Readonly<Record<string, (asked: Asked) => void>> = {
  'on-time-rate': ({ facts, at, calendars, inPeriod, count }) => {
    if (facts.received === null) return;
    if (!isOver(facts, at)) {
      const strict = standsAs(facts, facts.lawful, at) === 'running-late';
      const lenient = standsAs(facts, facts.current, at) === 'running-late';
      if (strict) count('strict-running-late');
      if (lenient) count('lenient-running-late');
      if ((strict || lenient) && facts.waitingSince !== null) count('running-late-waiting');
      return;
    }
    if (!inPeriod(facts.endAt)) return;
    if (facts.end !== 'finished') return count(facts.end ?? '');
    if (facts.lawful === null) count('no-due-date');
    else {
      count(`strict-${standsAs(facts, facts.lawful, at)}`);
      count(`lenient-${standsAs(facts, facts.current, at)}`);
    }
    const calendar = facts.imported ? null : calendarOf(facts, calendars, facts.endRecorded);
    const latest = calendar === null ? null : oneWorkingDayAfter(calendar, facts.endAt);
    if (latest !== null && facts.endRecorded > latest) count('entered-late');
  },
  'still-due': ({ facts, at, lastDay, count }) => {
    if (facts.received === null || facts.lawful === null || standsAs(facts, facts.lawful, at) !== 'running') return;
    if (dayNumber(facts.lawful) <= lastDay) count('still-due');
  },
  apologies: ({ facts, at, inPeriod, count }) => {
    if (facts.received === null) return;
    const stands = standsAs(facts, facts.lawful, at);
    if (stands !== 'running-late' && !(stands === 'late' && inPeriod(facts.endAt))) return;
    count('late');
    if (facts.apologies.length === 0) return;
    count('apologised');
    if (facts.apologyBy === null || (stands === 'running-late' && facts.waitingSince !== null)) return;
    count('with-deadline');
    const first = facts.apologiesSinceMove[0];
    if (first !== undefined && first <= facts.apologyBy) count('in-time');
  },
  'promised-cut': ({ facts, inPeriod, count }) => {
    if (!inPeriod(facts.received)) return;
    if (facts.statutory === null || facts.counted === null) return count('not-computable');
    count('dossiers');
    count('statutory', sevenths(facts.statutory));
    count('promised', sevenths(facts.counted));
  },
  'actual-cut': ({ facts, at, calendars, inPeriod, count }) => {
    if (facts.received === null || !isOver(facts, at) || facts.end !== 'finished' || !inPeriod(facts.endAt)) return;
    const calendar = calendarOf(facts, calendars, facts.endAt);
    if (facts.statutory === null || calendar === null) return count('not-computable');
    let held = minutesBetween(calendar, facts.received, facts.endAt) ?? 0;
    for (const { from, to } of facts.waits) held -= minutesBetween(calendar, from, to ?? facts.endAt) ?? 0;
    count('dossiers');
    count('statutory', sevenths(facts.statutory));
    count('held', held * SEVENTHS);
  },
  'first-promise-kept': ({ facts, at, inPeriod, count }) => {
    if (facts.received === null || !isOver(facts, at) || facts.end !== 'finished' || !inPeriod(facts.endAt)) return;
    if (facts.first === null) return count('no-due-date');
    const inTime = dayNumber(facts.endAt) <= dayNumber(facts.first);
    count(inTime && facts.supplements < 2 && !facts.rescheduled ? 'kept' : 'broken');
  },
  'reception-in-time': ({ facts, at, calendars, inPeriod, count }) => {
    if (facts.submitted === null || facts.channel !== 'online') return;
    let by: Instant | null = null;
    for (const calendar of calendars) by = afterMinutes(calendar, facts.submitted, 480) ?? by;
    if (by === null) {
      if (inPeriod(facts.submitted)) count('not-computable');
      return;
    }
    if (facts.answered !== null && facts.answered <= by) {
      if (inPeriod(facts.answered)) count('in-time');
      return;
    }
    if (facts.answered === null && facts.endAt !== null && facts.endAt <= by) return;
    if (by < at && inPeriod(by)) count('late');
  },
  satisfaction: ({ facts, inPeriod, count }) => {
    const first = facts.ratings[0];
    if (first !== undefined && inPeriod(first.at)) count(first.overall > 3 ? 'satisfied' : 'not-satisfied');
  },
  digitisation: ({ facts, inPeriod, count }) => {
    if (facts.received === null) return;
    if (inPeriod(facts.received))
      count(facts.digital === null ? 'not-told' : facts.digital ? 'digital' : 'not-digital');
    if (facts.result !== null && inPeriod(facts.result.at)) count(facts.result.electronic ? 'electronic' : 'on-paper');
  },
  'online-share': ({ facts, inPeriod, count }) => {
    if (inPeriod(facts.received)) count(facts.channel === 'online' ? 'online' : 'otherwise');
  },
  'result-corrections': ({ facts, inPeriod, count }) => {
    for (const { opened, by, closed } of facts.corrections) {
      if (inPeriod(opened)) count('opened');
      if (closed === null) count('open');
      const last = dayNumber(by);
      if (closed !== null && dayNumber(closed) <= last) {
        if (inPeriod(closed)) count('in-time');
      } else {
        const after = new Date(last * 86_400_000 + 17 * 3_600_000).toISOString(); // midnight in Hà Nội
        if (inPeriod(after)) count('late');
      }
    }
  },
  transfers: ({ events, facts, at, calendars, inPeriod, count }) => {
    if (facts.received === null || facts.imported) return;
    const calendarsUntil = (instant: Instant) => calendarsOf(facts, calendars, instant);
    countTransfers({ events, at, calendarsUntil, inPeriod, count });
  },
};
