import type { RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import { ENDS } from './ends.js';
import type { Amount } from './last-day.js';

/** What the events of one dossier say. */
interface Told {
  readonly received: Instant | null;
  readonly imported: boolean;
  readonly procedure: string | null;
  readonly channel: string;
  readonly submitted: Instant | null;
  readonly answered: Instant | null;
  readonly end: string | null;
  readonly endAt: Instant | null;
  readonly endRecorded: Instant;
  readonly first: Instant | null;
  readonly lawful: Instant | null;
  readonly current: Instant | null;
  readonly waitingSince: Instant | null;
  readonly waits: { readonly from: Instant; to: Instant | null }[];
  readonly calendar: { id: string; version: number } | null;
  readonly statutory: Amount | null;
  readonly counted: Amount | null;
  readonly apologyBy: Instant | null;
  /** Every apology, and every move of the lawful date, in order. */
  readonly apologies: Instant[];
  readonly apologiesSinceMove: Instant[];
  readonly supplements: number;
  readonly rescheduled: boolean;
  readonly digital: boolean | null;
  readonly result: { at: Instant; electronic: boolean } | null;
  readonly corrections: { opened: Instant; by: Instant; closed: Instant | null }[];
  readonly ratings: { at: Instant; overall: number }[];
}
/** As it is added up. */
export type Facts = { -readonly [K in keyof Told]: Told[K] };

const blank = (): Facts => ({
  ...{
    received: null,
    imported: false,
    procedure: null,
    channel: '',
    submitted: null,
    answered: null,
    end: null,
    endAt: null,
  },
  ...{ endRecorded: '', first: null, lawful: null, current: null, waitingSince: null, waits: [], calendar: null },
  ...{ statutory: null, counted: null, apologyBy: null, apologies: [], apologiesSinceMove: [], supplements: 0 },
  ...{ rescheduled: false, digital: null, result: null, corrections: [], ratings: [] },
});

const allDigital = (papers: readonly { readonly digital: boolean }[]): boolean => {
  for (const { digital } of papers) if (!digital) return false;
  return papers.length > 0;
};

// One long loop on purpose: read it from top to bottom against the table of events.
export function factsOf(own: readonly RecordedDossierEvent[]): Facts {
  const facts = blank();
  for (const event of own) {
    const when = event.meta.effectiveAt;
    if (event.type === 'DossierSubmitted') {
      facts.submitted = when;
      facts.channel = event.data.channel;
    }
    if (['DossierReceived', 'DossierRefusedAtDesk', 'DeskSupplementRequested'].includes(event.type))
      facts.answered ??= when;
    if (event.type === 'DossierReceived') {
      const due = event.data.due.dueAt;
      facts.received = when;
      facts.procedure = event.data.procedure.code;
      facts.channel = event.data.channel;
      [facts.first, facts.lawful, facts.current] = [due, due, due];
      facts.calendar = event.data.due.calendar;
      facts.statutory = event.data.limit.statutory;
      facts.counted = event.data.limit.counted;
      facts.apologyBy = event.data.due.apologyBy;
      facts.digital = allDigital(event.data.papers);
    }
    if (event.type === 'DossierImported') {
      const { promisedAt, endedAt, startedAt } = event.data;
      const due = promisedAt === null ? null : new Date(promisedAt).toISOString();
      facts.received = new Date(startedAt).toISOString();
      facts.imported = true;
      facts.channel = event.data.channel;
      [facts.first, facts.lawful, facts.current] = [due, due, due];
      [facts.end, facts.endAt] = [null, null];
      if (endedAt !== null) [facts.end, facts.endAt] = ['finished', new Date(endedAt).toISOString()];
    }
    if (event.type === 'SatisfactionRated') facts.ratings.push({ at: when, overall: event.data.overall });
    if (event.type === 'ResultReady') facts.result ??= { at: when, electronic: allDigital(event.data.papers) };
    if (event.type === 'ResultReturned') facts.result ??= { at: when, electronic: event.data.how === 'electronic' };
    if (event.type === 'ResultCorrectionOpened')
      facts.corrections.push({ opened: when, by: event.data.correctBy, closed: null });
    if (event.type === 'ResultCorrectionClosed') for (const each of facts.corrections) each.closed ??= when;
    if (facts.end !== null) continue;
    if (event.type === 'SupplementRequested' || event.type === 'FinancialObligationRequested') {
      facts.waits.push({ from: when, to: null });
      facts.waitingSince ??= when;
    }
    if (event.type === 'SupplementRequested') facts.supplements += 1;
    if (event.type === 'SupplementCompleted' || event.type === 'FinancialObligationFulfilled') {
      for (const wait of facts.waits) wait.to ??= when;
      facts.waitingSince = null;
      if (event.data.moved !== null) moveTo(facts, event.data.moved);
    }
    if (event.type === 'DueDateRestated') moveTo(facts, event.data);
    if (event.type === 'ReturnRescheduled') {
      facts.rescheduled = true;
      if (event.data.movesCurrent) facts.current = event.data.dueAt;
    }
    if (event.type === 'ApologyIssued') {
      facts.apologies.push(when);
      facts.apologiesSinceMove.push(when);
    }
    const end = ENDS[event.type];
    if (end !== undefined) {
      facts.end = end;
      facts.endAt = when;
      facts.endRecorded = event.meta.recordedAt;
    }
  }
  return facts;
}

function moveTo(
  facts: Facts,
  moved: {
    readonly dates: { readonly lawful: Instant; readonly current: Instant };
    readonly due: { readonly apologyBy: Instant | null; readonly calendar: { id: string; version: number } };
  },
): void {
  if (moved.dates.lawful !== facts.lawful) facts.apologiesSinceMove = [];
  facts.lawful = moved.dates.lawful;
  facts.current = moved.dates.current;
  facts.apologyBy = moved.due.apologyBy;
  facts.calendar = moved.due.calendar;
}
