import type { WorkingCalendar } from '#working-time';
import { droppedAt, endedBy, type Duty } from '../duty.js';
import { overAt, type DutyFacts } from '../facts.fold.js';
import { warned } from './notice.js';

/** Cho ý kiến: the agency asked answers by the day it was given; overdue, the head is told and the dossier goes on. */
export const opinionDuties = (facts: DutyFacts, calendar: WorkingCalendar): readonly Duty[] =>
  facts.asked.map(({ opinion, agency, askedAt, answerBy, answeredAt }): Duty => ({
    kind: 'opinion',
    no: opinion,
    holder: { role: 'case-officer', agency, officer: null },
    arisesAt: askedAt,
    dueAt: answerBy,
    notices: [{ level: 'owed', at: askedAt }, ...warned(calendar, askedAt, answerBy)],
    consequence: 'go-on-without',
    law: 'ND118-2025/19.4',
    ended: endedBy(answeredAt, answerBy) ?? droppedAt(overAt(facts)),
  }));
