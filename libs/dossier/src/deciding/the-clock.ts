import { Refusal, type Instant } from '#kernel';
import {
  closeAfterFifteenDays,
  lateSupplementMovesNothing,
  movesWhenRecordedInTime,
  rescheduleOnApology,
  rescheduleOnce,
} from '#law';
import { closesUnsupplementedAt, due, resume, type SupplementPolicy, type WorkingCalendar } from '#working-time';
import type { Case } from '../dossier.state.js';
import type { DossierEventOf } from '../dossier.events.js';
import { computed } from './at-the-desk.js';
import { RUNNING, within, type Rule } from './guards.js';

type Moved = DossierEventOf<'SupplementCompleted'>['data']['moved'];

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** The dates after a wait: the lawful one by policy, the current one by its own remaining time (domain: three due dates). */
function afterWait(
  file: Case,
  pause: { readonly from: Instant; readonly to: Instant },
  policy: SupplementPolicy,
  calendar: WorkingCalendar,
): Moved {
  const { count } = file.due;
  const lawful = resume({ calendar, count, pause, policy });
  const rescheduled = file.dates.current !== file.dates.lawful;
  const own = {
    ...count,
    dueAt: file.dates.current,
    unrolledAt: count.unrolledAt === null ? null : file.dates.current,
  };
  const current = !rescheduled
    ? lawful.dueAt
    : policy === 'RESET'
      ? later(lawful.dueAt, file.dates.current)
      : resume({ calendar, count: own, pause, policy }).dueAt;
  const dates = { first: file.dates.first, lawful: lawful.dueAt, current };
  const stood = lawful.count.since === count.since && current === file.dates.current;
  return stood ? null : { dates, due: computed(lawful, calendar) };
}

export const requestSupplement: Rule<'RequestSupplement'> = ({ data, on }, state) => {
  const { case: file } = within(state, ['in-process'], 'ND118-2025/19.5');
  const { lastDay: answerByDay, closesAt } = closesUnsupplementedAt(on.calendar, on.at);
  return [
    {
      type: 'SupplementRequested',
      v: 1,
      data: { round: file.supplementRounds + 1, ...data, answerByDay, closesAt },
    },
  ];
};

export const completeSupplement: Rule<'CompleteSupplement'> = ({ data, on }, state) => {
  const { case: file, since } = within(state, ['awaiting-supplement'], 'ND118-2025/19.5');
  const moved = lateSupplementMovesNothing(since, file.dates.lawful)
    ? null
    : afterWait(file, { from: since, to: on.at }, file.supplementPolicy, on.calendar);
  return [{ type: 'SupplementCompleted', v: 1, data: { round: file.supplementRounds, ...data, moved } }];
};

export const closeUnsupplemented: Rule<'CloseUnsupplemented'> = ({ data, on }, state) => {
  const { case: file, closesAt } = within(state, ['awaiting-supplement'], 'ND118-2025/19.5');
  closeAfterFifteenDays(closesAt, on.at);
  return [{ type: 'DossierClosedUnsupplemented', v: 1, data: { round: file.supplementRounds, ...data } }];
};

export const requestPayment: Rule<'RequestFinancialObligation'> = ({ data }, state) => {
  within(state, ['in-process']);
  return [{ type: 'FinancialObligationRequested', v: 1, data }];
};

export const fulfilPayment: Rule<'FulfilFinancialObligation'> = ({ data, on }, state) => {
  const { case: file, since, noticeNo } = within(state, ['awaiting-payment']);
  if (data.noticeNo !== noticeNo) throw new Refusal('not-addressed', null, { noticeNo });
  const moved = afterWait(file, { from: since, to: on.at }, 'PAUSE', on.calendar);
  return [{ type: 'FinancialObligationFulfilled', v: 1, data: { noticeNo, moved } }];
};

export const issueApology: Rule<'IssueApology'> = ({ data, on }, state) => {
  const { case: file } = within(state, RUNNING, 'ND118-2025/19.6');
  const oldDueAt = file.dates.current;
  if (data.proposedDueAt <= later(oldDueAt, on.at))
    throw new Refusal('not-later', 'ND118-2025/19.6', { proposedDueAt: data.proposedDueAt, oldDueAt });
  return [{ type: 'ApologyIssued', v: 1, data: { ...data, oldDueAt } }];
};

export const reschedule: Rule<'RescheduleReturn'> = ({ on }, state) => {
  const { case: file } = within(state, RUNNING, 'ND118-2025/19.6');
  rescheduleOnce(file.rescheduledTo);
  const { documentNo: apologyNo, proposedDueAt: dueAt } = rescheduleOnApology(file.apology);
  const oldDueAt = file.dates.current;
  if (dueAt <= later(oldDueAt, on.at)) throw new Refusal('not-later', 'ND118-2025/19.6', { dueAt, oldDueAt });
  const movesCurrent = movesWhenRecordedInTime(on.now, oldDueAt);
  return [{ type: 'ReturnRescheduled', v: 1, data: { oldDueAt, dueAt, apologyNo, movesCurrent } }];
};

/** A calendar decreed later: the same count on the new calendar; the current date never moves earlier. */
export const restate: Rule<'RestateDueDate'> = ({ on }, state) => {
  const { case: file } = within(state, RUNNING);
  const { limit } = file.due.count;
  const { calendar } = on;
  const anew = due({
    from: file.countedFrom,
    limit,
    calendar,
    basis: file.basis,
    policy: 'PAUSE',
    pauses: file.pauses,
  });
  if (anew.dueAt === file.dates.lawful) return [];
  const dates = { ...file.dates, lawful: anew.dueAt, current: later(file.dates.current, anew.dueAt) };
  return [{ type: 'DueDateRestated', v: 1, data: { old: file.dates, dates, due: computed(anew, calendar) } }];
};

/** A rule says it once of a lawful due date; an officer as often as there is something to say. */
export const forecastLateness: Rule<'ForecastLateness'> = ({ data }, state) => {
  const { case: file } = within(state, RUNNING, 'ND118-2025/19.6');
  if (data.by === 'rule' && file.forecastFor === file.dates.lawful) return [];
  return [{ type: 'LatenessForecast', v: 1, data }];
};

/** Of each duty that failed the head is told once. */
export const escalate: Rule<'EscalateToHead'> = ({ data }, state) => {
  if (state.escalated.includes(data.duty)) return [];
  within(state, [...RUNNING, 'submitted', 'result-ready', 'returned']);
  return [{ type: 'EscalatedToHead', v: 1, data }];
};
