import type { RecordedDossierEvent } from '#dossier';
import type { Instant } from '#kernel';
import type { WorkingCalendar } from '#working-time';
import { ENDS } from './ends.js';
import { lastDayOf, type Amount, type Stretch } from './last-day.js';
import { dayNumber, minutesBetween, oneWorkingDayAfter } from './working-minutes.js';

interface Leg {
  readonly id: string;
  readonly after: readonly string[];
  readonly limit: Amount | null;
  readonly paid: boolean;
}

interface Transfer {
  readonly no: number;
  readonly from: string;
  readonly to: string;
  /** After hand-overs to successors. */
  readonly fromNow: string;
  readonly toNow: string;
  readonly leg: string | null;
  readonly limit: Amount | null;
  readonly sent: Instant;
  readonly answer: 'accepted' | 'returned' | null;
  readonly answered: Instant | null;
  readonly delivered: Instant | null;
}

interface Wait {
  readonly paying: boolean;
  readonly from: Instant;
  readonly to: Instant | null;
}

/** What the events of a dossier say of its transfers. */
interface Sendings {
  readonly legs: readonly Leg[];
  readonly transfers: readonly Transfer[];
  readonly waits: readonly Wait[];
  readonly end: Instant | null;
}

function sendingsOf(events: readonly RecordedDossierEvent[]): Sendings {
  let legs: readonly Leg[] = [];
  let end: Instant | null = null;
  let transfers: readonly Transfer[] = [];
  let waits: readonly Wait[] = [];
  for (const event of events) {
    const when = event.meta.effectiveAt;
    if (end !== null) break;
    if (event.type === 'DossierReceived')
      legs = event.data.workflow.legs.map(({ id, after, limit, waitsForApplicant }) => ({
        ...{ id, after, limit, paid: waitsForApplicant !== null },
      }));
    if (event.type === 'DossierTransferred') {
      const { transfer: no, from, to, leg, limit } = event.data;
      const open = { answer: null, answered: null, delivered: null };
      transfers = [...transfers, { no, from, to, fromNow: from, toNow: to, leg, limit, sent: when, ...open }];
    }
    if (event.type === 'DossierHandedOver') {
      const { from, to } = event.data;
      const successor = (agency: string) => (agency === from ? to : agency);
      transfers = transfers.map((each) => {
        const isSettled = each.answer === 'returned' || (each.answer === 'accepted' && each.leg === null);
        if (isSettled || each.delivered !== null) return each;
        return { ...each, fromNow: successor(each.fromNow), toNow: successor(each.toNow) };
      });
    }
    if (event.type === 'TransferAccepted' || event.type === 'TransferReturned') {
      const answer = event.type === 'TransferAccepted' ? 'accepted' : 'returned';
      const { transfer } = event.data;
      transfers = transfers.map((each) => (each.no === transfer ? { ...each, answer, answered: when } : each));
    }
    if (event.type === 'LegCompleted') {
      const { leg } = event.data;
      transfers = transfers.map((each) =>
        each.leg === leg && each.answer === 'accepted' ? { ...each, delivered: when } : each,
      );
    }
    if (event.type === 'SupplementRequested') waits = [...waits, { paying: false, from: when, to: null }];
    if (event.type === 'FinancialObligationRequested') waits = [...waits, { paying: true, from: when, to: null }];
    if (event.type === 'SupplementCompleted' || event.type === 'FinancialObligationFulfilled')
      waits = waits.map((wait) => ({ ...wait, to: wait.to ?? when }));
    if (ENDS[event.type] !== undefined) end = when;
  }
  return { legs, transfers, waits, end };
}

interface Listed {
  readonly events: readonly RecordedDossierEvent[];
  readonly at: Instant;
  /** By which it may be counted, up to an instant, the first before all. */
  readonly calendarsUntil: (instant: Instant) => readonly WorkingCalendar[];
}

interface ListedTransfer extends Transfer {
  /** When the dossier ended. */
  readonly end: Instant | null;
  /** Null where there is no answer, or no calendar to count by. */
  readonly minutesOnTheWay: number | null;
  readonly minutesHeld: number | null;
  /** Null where no calendar goes far enough. */
  readonly judged: Judged | null;
}

/** What became of each transfer of a received dossier. */
export function transfersOf({ events, at, calendarsUntil }: Listed): readonly ListedTransfer[] {
  const all = sendingsOf(events);
  let last = events.find(({ type }) => type === 'DossierReceived')?.meta.effectiveAt ?? at;
  for (const { sent, answered, delivered } of all.transfers)
    for (const instant of [sent, answered, delivered, all.end]) if (instant !== null && instant > last) last = instant;
  const calendars = calendarsUntil(last);
  const [calendar] = calendars;
  return all.transfers.map((transfer) => {
    const { sent, answered } = transfer;
    let judged: Judged | null = null;
    for (const each of calendars) judged ??= judge(all, transfer, each);
    const minutesOnTheWay =
      answered === null || calendar === undefined ? null : minutesBetween(calendar, sent, answered);
    return { ...transfer, end: all.end, minutesOnTheWay, minutesHeld: minutesHeld(all, transfer, calendar), judged };
  });
}

/** By whoever took it over: a leg until it was delivered; the whole until it was sent on, but for what came back. */
function minutesHeld({ transfers, end }: Sendings, transfer: Transfer, calendar?: WorkingCalendar): number | null {
  const { no, leg, answer, answered, delivered } = transfer;
  if (answer !== 'accepted' || answered === null || calendar === undefined) return null;
  let until = leg === null ? end : (delivered ?? end);
  const away: Transfer[] = [];
  if (leg === null)
    for (const later of transfers) {
      if (later.leg !== null || later.no <= no) continue;
      if (later.answer === 'accepted') {
        until = later.sent;
        break;
      }
      away.push(later);
    }
  if (until === null) return null;
  let held = minutesBetween(calendar, answered, until);
  for (const { sent, answered: back } of away) {
    const missing = minutesBetween(calendar, sent, back ?? until);
    if (held !== null) held = missing === null ? null : held - missing;
  }
  return held;
}

interface Asked extends Listed {
  readonly inPeriod: (instant: Instant | null) => instant is Instant;
  readonly count: (term: string, number?: number) => void;
}

/** Counts what became of each transfer of a received dossier. */
export function countTransfers({ inPeriod, count, ...listed }: Asked): void {
  for (const { sent, answer, answered, end, minutesOnTheWay, judged } of transfersOf(listed)) {
    if (inPeriod(sent)) count('sent');
    if (answer === null && end === null) count('in-transit');
    if (answer === null && inPeriod(end)) count('lapsed');
    if (answer !== null && inPeriod(answered)) {
      count(answer);
      if (minutesOnTheWay !== null) {
        count('timed');
        count('minutes-on-the-way', minutesOnTheWay);
      }
    }
    if (judged === null) {
      if (inPeriod(sent)) count('not-computable');
    } else if (judged.lateFrom !== null) {
      if (inPeriod(judged.lateFrom)) count('late');
    } else if (inPeriod(judged.doneInTime)) count('in-time');
  }
}

interface Judged {
  /** The first instant at which it is late. */
  readonly lateFrom: Instant | null;
  readonly doneInTime: Instant | null;
}

const UNDECIDED: Judged = { lateFrom: null, doneInTime: null };

/** Null where the calendar ends before it is due. */
function judge(all: Sendings, transfer: Transfer, calendar: WorkingCalendar): Judged | null {
  const leg = all.legs.find(({ id }) => id === transfer.leg);
  const limit = transfer.leg === null ? null : (leg?.limit ?? transfer.limit);
  return limit === null ? judgeWay(all, transfer, calendar) : judgeLeg(all, transfer, leg, limit, calendar);
}

/** One working day on the way, to the minute (Article 20.1). */
function judgeWay({ end }: Sendings, { sent, answered }: Transfer, calendar: WorkingCalendar): Judged | null {
  const due = oneWorkingDayAfter(calendar, sent);
  if (due === null) return null;
  const stopped = answered ?? end;
  if (stopped !== null && stopped <= due) return { lateFrom: null, doneInTime: answered };
  return { lateFrom: new Date(Date.parse(due) + 1).toISOString(), doneInTime: null };
}

function judgeLeg(
  { transfers, waits, end }: Sendings,
  transfer: Transfer,
  leg: Leg | undefined,
  limit: Amount,
  calendar: WorkingCalendar,
): Judged | null {
  if (leg === undefined) return UNDECIDED;
  let start = transfer.sent;
  for (const id of leg.after) {
    const before = transfers.find((each) => each.leg === id && each.delivered !== null)?.delivered;
    if (before === undefined || before === null) return UNDECIDED;
    if (before > start) start = before;
  }
  const done = transfer.answer === 'returned' ? transfer.answered : transfer.delivered;
  const over = done ?? end;
  if (over !== null && start > over) return UNDECIDED;
  const pauses: Stretch[] = [];
  let standsSince: Instant | null = null;
  for (const wait of waits) {
    if (wait.paying && !leg.paid) continue;
    const from = wait.from > start ? wait.from : start;
    if (over !== null && from >= over) continue;
    if (wait.to === null) standsSince ??= from;
    else if (wait.to > from) pauses.push({ from, to: over !== null && over < wait.to ? over : wait.to });
  }
  const day = lastDayOf(calendar, start, limit, pauses);
  if (day === null) return null;
  const stopped = standsSince ?? over;
  if (stopped !== null && dayNumber(stopped) <= day) return { lateFrom: null, doneInTime: done };
  return { lateFrom: new Date((day + 1) * 86_400_000 - 7 * 3_600_000).toISOString(), doneInTime: null };
}
