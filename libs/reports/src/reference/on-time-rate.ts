import type { RecordedDossierEvent } from '#dossier';
import type { Day, Instant } from '#kernel';

/**
 * The on-time rate from the plain list of events, with loops: what the figure of the read store is compared with. It shares
 * nothing with it but the events.
 */
export interface ReferenceFigure {
  readonly dossiers: readonly (readonly [id: string, strict: string, lenient: string])[];
  readonly strict: ReferenceRate;
  readonly lenient: ReferenceRate;
  readonly apart: { withdrawn: number; stopped: number; closed: number; noDueDate: number };
}

interface ReferenceRate {
  readonly early: number;
  readonly onTime: number;
  readonly late: number;
  readonly runningLate: number;
}

const VIETNAM_MS = 7 * 3_600_000;
const dayNumber = (instant: Instant): number => Math.floor((Date.parse(instant) + VIETNAM_MS) / 86_400_000);
const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** @param events of all dossiers, in the order of the log, as far as was known */
export function referenceOnTimeRate(
  events: readonly RecordedDossierEvent[],
  from: Day,
  to: Day,
  at: Instant,
): ReferenceFigure {
  const streams = new Map<string, RecordedDossierEvent[]>();
  for (const event of events) {
    if (event.meta.effectiveAt > at) continue;
    const own = streams.get(event.stream) ?? [];
    own.push(event);
    streams.set(event.stream, own);
  }
  const dossiers: [string, string, string][] = [];
  const apart = { withdrawn: 0, stopped: 0, closed: 0, noDueDate: 0 };
  const sums = {
    strict: { early: 0, onTime: 0, late: 0, runningLate: 0 },
    lenient: { early: 0, onTime: 0, late: 0, runningLate: 0 },
  };
  for (const [stream, own] of streams) {
    const one = followed(own, at);
    if (one === null) continue;
    const within = one.endDay !== null && one.endDay >= numberOf(from) && one.endDay <= numberOf(to);
    if (one.endDay !== null && !within) continue;
    const strict = named(one, one.lawful, at);
    const lenient = named(one, one.current, at);
    if (one.endDay === null && strict !== 'running-late' && lenient !== 'running-late') continue;
    dossiers.push([stream.slice('dossier-'.length), strict, lenient]);
    for (const [key, name] of [
      ['strict', strict],
      ['lenient', lenient],
    ] as const) {
      if (name === 'early') sums[key].early += 1;
      if (name === 'on-time') sums[key].onTime += 1;
      if (name === 'late') sums[key].late += 1;
      if (name === 'running-late') sums[key].runningLate += 1;
    }
    if (strict === 'withdrawn') apart.withdrawn += 1;
    if (strict === 'stopped') apart.stopped += 1;
    if (strict === 'closed') apart.closed += 1;
    if (strict === 'no-due-date') apart.noDueDate += 1;
  }
  dossiers.sort(([a], [b]) => (a < b ? -1 : 1));
  return { dossiers, ...sums, apart };
}

interface Followed {
  readonly end: string | null;
  readonly endDay: number | null;
  readonly lawful: Instant | null;
  readonly current: Instant | null;
  readonly waitingSince: Instant | null;
}

const ENDS: Readonly<Partial<Record<RecordedDossierEvent['type'], string>>> = {
  ResultReady: 'finished',
  ResultReturned: 'finished',
  DossierWithdrawn: 'withdrawn',
  DossierStopped: 'stopped',
  DossierClosedUnsupplemented: 'closed',
};

function followed(own: readonly RecordedDossierEvent[], at: Instant): Followed | null {
  let one: Followed | null = null;
  for (const event of own) {
    if (event.type === 'DossierReceived') {
      const due = event.data.due.dueAt;
      one = { end: null, endDay: null, lawful: due, current: due, waitingSince: null };
    }
    if (event.type === 'DossierImported') {
      const { promisedAt, endedAt } = event.data;
      const due = promisedAt === null ? null : new Date(promisedAt).toISOString();
      const end = endedAt === null ? null : new Date(endedAt).toISOString();
      const isOver = end !== null && end <= at;
      one = {
        ...{ end: isOver ? 'finished' : null, endDay: isOver ? dayNumber(end) : null },
        ...{ lawful: due, current: due, waitingSince: null },
      };
    }
    if (one === null || one.end !== null) continue;
    const when = event.meta.effectiveAt;
    if (event.type === 'SupplementRequested' || event.type === 'FinancialObligationRequested')
      one = { ...one, waitingSince: one.waitingSince ?? when };
    if (event.type === 'SupplementCompleted' || event.type === 'FinancialObligationFulfilled')
      one = { ...one, ...event.data.moved?.dates, waitingSince: null };
    if (event.type === 'DueDateRestated') one = { ...one, ...event.data.dates };
    if (event.type === 'ReturnRescheduled' && event.data.movesCurrent) one = { ...one, current: event.data.dueAt };
    const end = ENDS[event.type];
    if (end !== undefined) one = { ...one, end, endDay: dayNumber(when) };
  }
  return one;
}

function named({ end, endDay, waitingSince }: Followed, due: Instant | null, at: Instant): string {
  if (end !== null && end !== 'finished') return end;
  if (due === null) return 'no-due-date';
  if (endDay === null) return dayNumber(waitingSince ?? at) > dayNumber(due) ? 'running-late' : 'running-in-time';
  if (endDay < dayNumber(due)) return 'early';
  return endDay === dayNumber(due) ? 'on-time' : 'late';
}
