import { vietnamDay, type Instant } from '#kernel';
import { due, type Limit, type Pause, type WorkingCalendar } from '#working-time';
import type { DossierEventOf, RecordedDossierEvent } from './dossier.events.js';

/**
 * `not-sent`; `returned` to its sender and not sent again; `waiting` for the legs before it; `running`; `done`. Where a
 * dossier ended meanwhile, its legs stand as they stood then.
 */
export type LegStatus = 'not-sent' | 'returned' | 'waiting' | 'running' | 'done';

/** Chặng phối hợp — one leg of a liên thông dossier: where it lies, since when its own clock runs, and until when. */
export interface Leg {
  readonly id: string;
  /** The legs that it waits for. */
  readonly after: readonly string[];
  readonly status: LegStatus;
  /** The agency that it lies with or is on its way to; null while it lies with none. */
  readonly holder: string | null;
  /** Of the workflow, else what its transfer laid down; null where neither did. */
  readonly limit: Limit | null;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
  /** When it was sent and every leg before it had delivered, whichever was later. */
  readonly startedAt: Instant | null;
  /** By the working calendar, moved by the applicant's waits that are over. */
  readonly dueAt: Instant | null;
  /** Since when its clock stands; null while it runs. */
  readonly pausedSince: Instant | null;
  readonly completedAt: Instant | null;
  /** Of a leg that is done, by dates, as of a dossier. */
  readonly punctuality: 'early' | 'on-time' | 'late' | null;
}

/** The last time that a leg was sent. */
export interface Sending {
  readonly transfer: number;
  readonly to: string;
  readonly limit: Limit | null;
  readonly sentAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly returned: boolean;
}

/** A wait for the applicant. */
export interface LegWait {
  readonly for: 'supplement' | 'payment';
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What of a dossier's history decides where its legs stand. */
export interface LegFacts {
  readonly legs: DossierEventOf<'DossierReceived'>['data']['workflow']['legs'];
  /** The last sending of each leg. */
  readonly sendings: ReadonlyMap<string, Sending>;
  readonly completed: ReadonlyMap<string, Instant>;
  readonly waits: readonly LegWait[];
}

/**
 * The legs of a dossier as its history tells them, in the order of its workflow. A leg that was sent again starts anew. A
 * supplement that is awaited stops every leg, a payment only the one that waits for the applicant: the others go on.
 * @throws Refusal `calendar-not-loaded`
 */
export function legsOf(history: readonly RecordedDossierEvent[], calendar: WorkingCalendar): readonly Leg[] {
  let told: LegFacts = {
    legs: [],
    sendings: new Map(),
    completed: new Map(),
    waits: [],
  };
  for (const event of history) told = after(told, event);
  return legsBy(told, calendar);
}

/** The same, of facts that were gathered already. @throws Refusal `calendar-not-loaded` */
export const legsBy = (told: LegFacts, calendar: WorkingCalendar): readonly Leg[] =>
  told.legs.map((leg) => standing(leg, told, calendar));

/** Whether a leg is late at an instant, by dates; one that is paused as it was when its clock stopped. */
export const isLegLate = ({ dueAt, completedAt, pausedSince }: Leg, at: Instant): boolean =>
  dueAt !== null && vietnamDay(completedAt ?? pausedSince ?? at) > vietnamDay(dueAt);

function after(told: LegFacts, { type, data, meta }: RecordedDossierEvent): LegFacts {
  const at = meta.effectiveAt;
  switch (type) {
    case 'DossierReceived':
      return { ...told, legs: data.workflow.legs };
    case 'DossierTransferred': {
      if (data.leg === null) return told;
      const { transfer, to, limit } = data;
      const sending = { transfer, to, limit, sentAt: at, acceptedAt: null, returned: false };
      return { ...told, sendings: new Map([...told.sendings, [data.leg, sending]]) };
    }
    case 'TransferAccepted':
      return answered(told, data.transfer, { acceptedAt: at });
    case 'TransferReturned':
      return answered(told, data.transfer, { returned: true });
    case 'LegCompleted':
      return { ...told, completed: new Map([...told.completed, [data.leg, at]]) };
    case 'DossierHandedOver':
      return eachSending(told, (leg, sending) =>
        sending.to === data.from && !told.completed.has(leg) ? { ...sending, to: data.to } : sending,
      );
    case 'SupplementRequested':
      return { ...told, waits: [...told.waits, { for: 'supplement', from: at, to: null }] };
    case 'FinancialObligationRequested':
      return { ...told, waits: [...told.waits, { for: 'payment', from: at, to: null }] };
    case 'SupplementCompleted':
    case 'FinancialObligationFulfilled':
      return { ...told, waits: told.waits.map((wait) => (wait.to === null ? { ...wait, to: at } : wait)) };
    default:
      return told;
  }
}

const eachSending = (told: LegFacts, change: (leg: string, sending: Sending) => Sending): LegFacts => ({
  ...told,
  sendings: new Map([...told.sendings].map(([leg, sending]) => [leg, change(leg, sending)])),
});

const answered = (told: LegFacts, transfer: number, answer: Partial<Sending>): LegFacts =>
  eachSending(told, (_leg, sending) => (sending.transfer === transfer ? { ...sending, ...answer } : sending));

function standing(
  { id, after: before, ...leg }: LegFacts['legs'][number],
  told: LegFacts,
  calendar: WorkingCalendar,
): Leg {
  const sent = told.sendings.get(id);
  const nothing = { holder: null, sentAt: null, acceptedAt: null, startedAt: null, dueAt: null, pausedSince: null };
  const blank = { id, after: before, limit: leg.limit, ...nothing, completedAt: null, punctuality: null };
  if (sent === undefined) return { ...blank, status: 'not-sent' };
  if (sent.returned) return { ...blank, status: 'returned' };
  const { to: holder, sentAt, acceptedAt } = sent;
  const limit = leg.limit ?? sent.limit;
  const lying = { ...blank, limit, holder, sentAt, acceptedAt };
  const startedAt = startOf(sentAt, before, told.completed);
  if (startedAt === null) return { ...lying, status: 'waiting' };
  const stops = told.waits.filter((wait) => wait.for === 'supplement' || leg.waitsForApplicant !== null);
  const dueAt = limit === null ? null : dueOf(startedAt, limit, stops, calendar);
  const completedAt = told.completed.get(id) ?? null;
  if (completedAt === null) {
    const since = stops.find(({ to }) => to === null)?.from ?? null;
    const pausedSince = since === null || since > startedAt ? since : startedAt;
    return { ...lying, status: 'running', startedAt, dueAt, pausedSince };
  }
  return { ...lying, status: 'done', startedAt, dueAt, completedAt, punctuality: punctualityOf(completedAt, dueAt) };
}

function startOf(sentAt: Instant, before: readonly string[], completed: LegFacts['completed']): Instant | null {
  let start = sentAt;
  for (const leg of before) {
    const delivered = completed.get(leg);
    if (delivered === undefined) return null;
    if (delivered > start) start = delivered;
  }
  return start;
}

function dueOf(from: Instant, limit: Limit, waits: readonly LegWait[], calendar: WorkingCalendar): Instant {
  const pauses = waits.flatMap(({ from: began, to }): readonly Pause[] =>
    to === null || to <= from ? [] : [{ from: began > from ? began : from, to }],
  );
  return due({ from, limit, calendar, policy: 'PAUSE', pauses }).dueAt;
}

function punctualityOf(completedAt: Instant, dueAt: Instant | null): Leg['punctuality'] {
  if (dueAt === null) return null;
  const [done, due] = [vietnamDay(completedAt), vietnamDay(dueAt)];
  return done < due ? 'early' : done === due ? 'on-time' : 'late';
}
