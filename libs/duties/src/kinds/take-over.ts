import { BETWEEN_LEVELS_WITHIN } from '#law';
import { begin, type WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Nhận hồ sơ chuyển đến: what was sent is taken over, or sent back, within one working day. */
export const takeOver = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  facts.sent.map(({ transfer, to, sentAt, answeredAt }): Duty => {
    const { dueAt } = begin({ from: sentAt, limit: BETWEEN_LEVELS_WITHIN, calendar });
    return {
      kind: 'take-over',
      no: transfer,
      holder: { role: 'unit-head', agency: to, officer: null },
      arisesAt: sentAt,
      dueAt,
      notices: [{ level: 'owed', at: sentAt }, ...warned(calendar, sentAt, dueAt)],
      consequence: 'escalate',
      law: 'ND118-2025/20.1',
      ended: endedBy(answeredAt, dueAt) ?? droppedAt(overAt(facts)),
    };
  });
