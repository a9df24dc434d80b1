import type { Day, Instant } from '#kernel';
import {
  ANSWER_ONLINE_WITHIN,
  APOLOGY_WORKING_DAYS_BEFORE,
  paperGoesTheSameDay,
  SUPPLEMENT_NOTICE_WITHIN,
  SUPPLEMENT_WITHIN_CALENDAR_DAYS,
} from '#law';
import { timetableOf, type Timetable, type WorkingCalendar } from './calendar.js';
import { countFrom } from './count.js';
import { normalised } from './hours.js';
import { dayNumberAt, dayOf, hourOf, instantOf, minuteOf, onDay, timeOfDay, type WallMinute } from './moment.js';

/** @see apologyDeadline */
export function apologyBefore(timetable: Timetable, due: WallMinute, countStart: WallMinute): WallMinute | null {
  const dueDay = dayNumberAt(due);
  const workingDaysAfterStart = timetable.workingDaysBetween(dayNumberAt(countStart), dueDay) - 1;
  if (workingDaysAfterStart < APOLOGY_WORKING_DAYS_BEFORE) return null;
  return onDay(timetable.workingDayFrom(dueDay, -APOLOGY_WORKING_DAYS_BEFORE), timetable.closing);
}

/**
 * Hạn gửi văn bản xin lỗi — the last closing of the last working day strictly before the due day; null when that day is
 * not later than the day of the normalised start of the current count (after a pause or RESET: of the resume), for then
 * the apology is owed at once. While a dossier is paused there is none: do not ask.
 * @throws Refusal `calendar-not-loaded`
 */
export function apologyDeadline(calendar: WorkingCalendar, dueAt: Instant, countStart: Instant): Instant | null {
  const timetable = timetableOf(calendar);
  const by = apologyBefore(timetable, minuteOf(dueAt), normalised(timetable, minuteOf(countStart)));
  return by === null ? null : instantOf(by);
}

/**
 * Đóng hồ sơ do không bổ sung — the last day for the supplement, 15 calendar days after the notice's date and rolled to a
 * working day, and the opening at which the desk closes the dossier.
 * @throws Refusal `calendar-not-loaded`: when the next year is not published yet, ask again once it is
 */
export function closesUnsupplementedAt(
  calendar: WorkingCalendar,
  noticeAt: Instant,
): { readonly lastDay: Day; readonly closesAt: Instant } {
  const timetable = timetableOf(calendar);
  const noticed = dayNumberAt(minuteOf(noticeAt));
  timetable.requireLoaded(noticed);
  const lastDay = timetable.workingDayFrom(noticed + SUPPLEMENT_WITHIN_CALENDAR_DAYS, 0);
  const closesOn = timetable.workingDayFrom(lastDay + 1, 0);
  return { lastDay: dayOf(lastDay), closesAt: instantOf(onDay(closesOn, timetable.opening)) };
}

/** Until when the agency may ask for a supplement after appraisal: 3 working days from the reception. */
export function supplementNoticeBy(calendar: WorkingCalendar, receivedAt: Instant): Instant {
  return instantOf(countFrom(timetableOf(calendar), minuteOf(receivedAt), SUPPLEMENT_NOTICE_WITHIN).due);
}

/** Until when the desk answers an online submission: 8 working hours. */
export function answerBy(calendar: WorkingCalendar, submittedAt: Instant): Instant {
  return instantOf(countFrom(timetableOf(calendar), minuteOf(submittedAt), ANSWER_ONLINE_WITHIN).due);
}

/**
 * Until when paper goes to the deciding agency: the last closing of the day of reception, or the opening of the next
 * working day when it was received from 15:00 on. A reception outside working time counts from the next opening (choice).
 */
export function paperForwardedBy(calendar: WorkingCalendar, receivedAt: Instant): Instant {
  const timetable = timetableOf(calendar);
  const start = normalised(timetable, minuteOf(receivedAt));
  const day = dayNumberAt(start);
  return paperGoesTheSameDay(hourOf(timeOfDay(start)))
    ? instantOf(onDay(day, timetable.closing))
    : instantOf(onDay(timetable.workingDayFrom(day + 1, 0), timetable.opening));
}
