import { vietnamDay } from '#kernel';
import { lastClosingOf, normalise, type WorkingCalendar } from '#working-time';
import { endedBy, overAfter, type Duty } from '../duty.js';
import { isWaiting, overAt, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/**
 * Xin lỗi và đề nghị gia hạn: once a dossier is forecast late, a letter with the reason and a new date is owed by the last
 * working day before the due date; where that has passed or there is none, by the end of the working day (choice). The law
 * lays down the last moment ("chậm nhất") and no first one: a letter that went out before any forecast is the announcement
 * itself, and keeps the duty. One for a date that the law has moved since does not, for it names another.
 */
export function apology(facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] {
  const { received: file, forecast, apologyBy, apologisedAt } = facts;
  if (file === null || forecast === null || isWaiting(facts)) return [];
  const atOnce = lastClosingOf(calendar, vietnamDay(normalise(calendar, forecast.at)));
  const dueAt = apologyBy !== null && apologyBy > forecast.at ? apologyBy : atOnce;
  return [
    {
      kind: 'apology',
      no: 1 + facts.moves,
      holder: { role: 'leader', agency: file.decidingAgency, officer: null },
      arisesAt: forecast.at,
      dueAt,
      notices: [{ level: 'owed', at: forecast.at }, ...warned(calendar, forecast.at, dueAt)],
      consequence: 'escalate',
      law: 'ND118-2025/19.6',
      ended: endedBy(apologisedAt, dueAt) ?? overAfter(overAt(facts), dueAt),
    },
  ];
}
