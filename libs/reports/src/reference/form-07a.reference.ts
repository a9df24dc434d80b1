import type { RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';

/** Form 07a from the plain list of events, with loops; it shares nothing with the form but the events. */
export interface ReferenceFormAsked {
  /** The last instant before the period, and the last of it. */
  readonly begin: Instant;
  readonly end: Instant;
  readonly isOwn: (agency: string) => boolean;
  readonly isOnlineFull: (procedure: string, version: number) => boolean;
}

export interface ReferenceForm {
  /** Columns (3) to (15) of each field, by the current due date, and by the lawful one. */
  readonly fields: Readonly<
    Record<string, { readonly lenient: readonly number[]; readonly strict: readonly number[] }>
  >;
  /** Column (13) of the period before, as known. */
  readonly before: number;
}

const DAY_MS = 86_400_000;
const HANOI_MS = 7 * 3_600_000;
export const day = (instant: Instant): number => Math.floor((Date.parse(instant) + HANOI_MS) / DAY_MS);

/** @param events of all dossiers, in the order of the log, as far as was known */
export function referenceForm07a(
  events: readonly RecordedDossierEvent[],
  { begin, end, isOwn, isOnlineFull }: ReferenceFormAsked,
): ReferenceForm {
  const fields: Record<string, { lenient: number[]; strict: number[] }> = {};
  let before = 0;
  for (const own of ofStreams(events)) {
    const then = told(own, begin);
    const ranThen = then.received !== '' && then.received <= begin && !(then.end !== '' && then.end <= begin);
    if (ranThen && isOwn(then.agency)) before += 1;
    const now = told(own, end);
    if (now.received === '' || now.received > end || !isOwn(now.agency)) continue;
    if (now.end !== '' && now.end <= begin) continue;
    const field = (fields[now.field] ??= { lenient: zeros(), strict: zeros() });
    let came = 8;
    if (now.received > begin) {
      if (now.channel === 'online') came = isOnlineFull(now.procedure, now.version) ? 4 : 5;
      else came = now.channel === 'post' ? 6 : 7;
    }
    for (const [columns, due] of [
      [field.lenient, now.current],
      [field.strict, now.lawful],
    ] as const) {
      const count = (column: number) => {
        columns[column - 3] = (columns[column - 3] ?? 0) + 1;
      };
      count(3);
      count(came);
      if (now.end !== '' && now.end <= end) {
        count(9);
        const on = now.how === 'DossierClosedUnsupplemented' ? now.asked : now.end;
        if (due === '' || day(on) === day(due)) count(11);
        else count(day(on) < day(due) ? 10 : 12);
      } else {
        count(13);
        const on = now.waiting === '' ? end : now.waiting;
        count(due !== '' && day(on) > day(due) ? 15 : 14);
      }
    }
  }
  return { fields, before };
}

const zeros = (): number[] => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** The events of each dossier. */
export function ofStreams(events: readonly RecordedDossierEvent[]): readonly (readonly RecordedDossierEvent[])[] {
  const streams: Record<string, RecordedDossierEvent[]> = {};
  for (const event of events) (streams[event.stream] ??= []).push(event);
  return Object.values(streams);
}

/** What the events of one dossier until an instant say; '' where they say nothing. */
export function told(events: readonly RecordedDossierEvent[], until: Instant) {
  const t = {
    ...{ received: '', end: '', how: '', channel: '', procedure: '', version: 0, field: 'Không rõ lĩnh vực' },
    ...{ agency: '', lawful: '', current: '', asked: '', waiting: '' },
  };
  for (const event of events) {
    const when = event.meta.effectiveAt;
    if (when > until) continue;
    if (event.type === 'DossierReceived') {
      t.received = when;
      t.channel = event.data.channel;
      t.procedure = event.data.procedure.code;
      t.version = event.data.procedure.version;
      t.field = event.data.field.normalize('NFC');
      t.agency = event.data.decidingAgency;
      t.lawful = event.data.due.dueAt;
      t.current = event.data.due.dueAt;
    }
    if (event.type === 'DossierImported') {
      t.received = iso(event.data.startedAt);
      t.channel = event.data.channel;
      t.agency = event.data.agency;
      t.lawful = iso(event.data.promisedAt);
      t.current = t.lawful;
      t.end = iso(event.data.endedAt);
    }
    if (event.type === 'DossierHandedOver' && t.agency === event.data.from) t.agency = event.data.to;
    if (t.received === '' || t.end !== '') continue;
    if (event.type === 'SupplementRequested') t.asked = when;
    if (event.type === 'SupplementRequested' || event.type === 'FinancialObligationRequested')
      if (t.waiting === '') t.waiting = when;
    if (event.type === 'SupplementCompleted' || event.type === 'FinancialObligationFulfilled') {
      t.waiting = '';
      if (event.data.moved !== null) {
        t.lawful = event.data.moved.dates.lawful;
        t.current = event.data.moved.dates.current;
      }
    }
    if (event.type === 'DueDateRestated') {
      t.lawful = event.data.dates.lawful;
      t.current = event.data.dates.current;
    }
    if (event.type === 'ReturnRescheduled' && event.data.movesCurrent) t.current = event.data.dueAt;
    for (const ends of [
      'ResultReady',
      'ResultReturned',
      'DossierWithdrawn',
      'DossierStopped',
      'DossierClosedUnsupplemented',
    ])
      if (event.type === ends) {
        t.end = when;
        t.how = ends;
      }
  }
  return t;
}

const iso = (given: string | null): Instant => (given === null ? '' : new Date(given).toISOString());
