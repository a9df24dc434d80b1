import type { Instant } from '#kernel';
import { addWorkingDays, ifLoaded, type WorkingCalendar } from '#working-time';
import { findCalendarOf } from '../../course/calendar-of.js';
import { classOf, MEASURES, pausedSince, whileLate } from '../../outcome/classes.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { FigureDefinition, Part, Terms } from '../definition.js';

/** Tỷ lệ giải quyết đúng hạn: dossiers finished in the period; beside them those that run late as it ends. */
export const onTimeRate: FigureDefinition = {
  name: 'on-time-rate',
  version: 3,
  vi: 'Tỷ lệ giải quyết đúng hạn',
  source: 'Kế hoạch 513/KH-UBND Hà Tĩnh 2021: ≥ 985/1000',
  terms: {
    'strict-early': 'trước hạn luật định',
    'strict-on-time': 'đúng hạn luật định',
    'strict-late': 'quá hạn luật định',
    'strict-running-late': 'đang quá hạn luật định',
    'lenient-early': 'trước hạn đã hẹn lại',
    'lenient-on-time': 'đúng hạn đã hẹn lại',
    'lenient-late': 'quá hạn đã hẹn lại',
    'lenient-running-late': 'đang quá hạn đã hẹn lại',
    'running-late-waiting': 'đang quá hạn, chờ người nộp',
    'entered-late': 'kết thúc được nhập trễ quá một ngày làm việc',
    withdrawn: 'rút',
    stopped: 'dừng',
    closed: 'đóng do không bổ sung',
    'no-due-date': 'không có hạn',
  },
  rates: {
    strict: {
      vi: 'theo hạn luật định',
      of: ['strict-early', 'strict-on-time'],
      among: ['strict-early', 'strict-on-time', 'strict-late'],
    },
    'strict-with-running': {
      vi: 'theo hạn luật định, tính cả đang quá hạn',
      of: ['strict-early', 'strict-on-time'],
      among: ['strict-early', 'strict-on-time', 'strict-late', 'strict-running-late'],
    },
    lenient: {
      vi: 'theo hạn đã hẹn lại',
      of: ['lenient-early', 'lenient-on-time'],
      among: ['lenient-early', 'lenient-on-time', 'lenient-late'],
    },
    'lenient-with-running': {
      vi: 'theo hạn đã hẹn lại, tính cả đang quá hạn',
      of: ['lenient-early', 'lenient-on-time'],
      among: ['lenient-early', 'lenient-on-time', 'lenient-late', 'lenient-running-late'],
    },
  },
  parts(standing, calendars) {
    const { receivedAt, ended } = standing;
    if (receivedAt === null) return [];
    const late = runningLate(standing);
    if (ended === null) return late;
    if (ended.as !== 'finished') return [...late, { on: ended.at, terms: { [ended.as]: 1 } }];
    return [...late, { on: ended.at, terms: { ...finished(standing, ended.at), ...enteredLate(standing, calendars) } }];
  },
  because: (standing) => [
    { vi: 'hạn luật định', at: standing.lawful },
    { vi: 'hạn hiện tại', at: standing.current },
    { vi: 'so sánh', is: 'theo ngày, không theo giờ' },
    ...(standing.ended === null ? [] : [{ vi: 'nhập kết thúc lúc', at: standing.ended.recordedAt }]),
  ],
};

/** By each measure from its own day on; one that waits for its applicant is late by any all the while. */
function runningLate(standing: Standing): readonly Part[] {
  const late = MEASURES.flatMap((measure) =>
    whileLate(standing, measure).map((spell) => ({ ...spell, terms: { [`${measure}-running-late`]: 1 } })),
  );
  const [first] = late;
  if (first === undefined || pausedSince(standing) === null) return late;
  return [...late, { ...first, terms: { 'running-late-waiting': 1 } }];
}

const finished = (standing: Standing, at: Instant): Terms =>
  standing.lawful === null
    ? { 'no-due-date': 1 }
    : Object.fromEntries(MEASURES.map((measure) => [`${measure}-${classOf(standing, measure, at)}`, 1]));

/** Entered later than one working day after the fact: it counts by when it happened, and is shown. */
function enteredLate({ ended, calendar, receivedAt }: Standing, calendars: readonly WorkingCalendar[]): Terms {
  if (ended === null || calendar === null || receivedAt === null) return {};
  const found = findCalendarOf(calendars, { calendar, receivedAt }, ended.recordedAt);
  // A day that no calendar has is after all that was recorded.
  const latest = found && ifLoaded(() => addWorkingDays(found, ended.at, 1));
  return latest !== undefined && ended.recordedAt > latest ? { 'entered-late': 1 } : {};
}
