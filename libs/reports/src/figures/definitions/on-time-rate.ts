import { vietnamDay } from '#kernel';
import { addWorkingDays } from '#working-time';
import { findCalendarOf } from '../../course/calendar-of.js';
import { classOf, endedBy, MEASURES, pausedSince } from '../../outcome/classes.js';
import type { Standing } from '../../outcome/standing.fold.js';
import type { FigureDefinition, Look, Terms } from '../definition.js';

/** Tỷ lệ giải quyết đúng hạn: dossiers finished in the period; beside them those that run late as it ends. */
export const onTimeRate: FigureDefinition = {
  name: 'on-time-rate',
  version: 2,
  vi: 'Tỷ lệ giải quyết đúng hạn',
  source: 'Kế hoạch 513/KH-UBND Hà Tĩnh 2021: ≥ 985/1000',
  terms: {
    'strict-early': 'trước hạn luật định',
    'strict-on-time': 'đúng hạn luật định',
    'strict-late': 'quá hạn luật định',
    'strict-running-late': 'đang quá hạn luật định',
    'strict-running-due': 'đang giải quyết trong hạn, đến hạn luật định trong kỳ',
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
  additions(standing, look) {
    if (standing.receivedAt === null) return [];
    const ended = endedBy(standing, look.at);
    if (ended === null) {
      const terms = { ...runningLate(standing, look), ...runningDue(standing, look) };
      return Object.keys(terms).length === 0 ? [] : [{ on: null, terms }];
    }
    if (ended.as !== 'finished') return [{ on: ended.at, terms: { [ended.as]: 1 } }];
    return [{ on: ended.at, terms: { ...finished(standing, look), ...enteredLate(standing, look) } }];
  },
};

function runningLate(standing: Standing, { at }: Look): Terms {
  const late = MEASURES.filter((measure) => classOf(standing, measure, at) === 'running-late');
  const terms = Object.fromEntries(late.map((measure) => [`${measure}-running-late`, 1]));
  return late.length > 0 && pausedSince(standing) !== null ? { ...terms, 'running-late-waiting': 1 } : terms;
}

/** Still in time, and due before the period is over: what may yet be lost of it. */
const runningDue = (standing: Standing, { at, to }: Look): Terms =>
  standing.lawful !== null && vietnamDay(standing.lawful) <= to && classOf(standing, 'strict', at) === 'running-in-time'
    ? { 'strict-running-due': 1 }
    : {};

const finished = (standing: Standing, { at }: Look): Terms =>
  standing.lawful === null
    ? { 'no-due-date': 1 }
    : Object.fromEntries(MEASURES.map((measure) => [`${measure}-${classOf(standing, measure, at)}`, 1]));

/** Entered later than one working day after the fact: it counts by when it happened, and is shown. */
function enteredLate({ ended, calendar, receivedAt }: Standing, { calendars }: Look): Terms {
  if (ended === null || calendar === null || receivedAt === null) return {};
  const found = findCalendarOf(calendars, { calendar, receivedAt }, ended.recordedAt);
  return found !== undefined && ended.recordedAt > addWorkingDays(found, ended.at, 1) ? { 'entered-late': 1 } : {};
}
