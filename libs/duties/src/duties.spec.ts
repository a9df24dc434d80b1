import {
  dutiesOf,
  dutyId,
  foldFacts,
  forecastOf,
  noticesBy,
  owedBy,
  wakesOf,
  type DutyFacts,
  type DutyKind,
} from '#duties';
import type { DossierCommand } from '#dossier';
import { ALERT_DESK_AFTER_HOURS, ANSWER_ONLINE_WITHIN, BETWEEN_LEVELS_WITHIN } from '#law';
import { at, calendarWithDaysOff, doing, historyOf, linkedTerms, on, publicCalendar as vietnam, wall } from '#testing';

const factsAfter = (...commands: readonly DossierCommand[]): DutyFacts => {
  const facts = historyOf(...commands).reduce<DutyFacts | null>(foldFacts, null);
  if (facts === null) throw new Error('no event');
  return facts;
};
const dutyOf = (kind: DutyKind, facts: DutyFacts, no = 1) =>
  dutiesOf(facts, vietnam).find((duty) => duty.kind === kind && duty.no === no);
const seen = (kind: DutyKind, facts: DutyFacts, no = 1) => {
  const duty = dutyOf(kind, facts, no);
  if (duty === undefined) return null;
  const { role, agency } = duty.holder;
  return { holder: `${role}@${agency}`, due: wall(duty.dueAt), outcome: duty.ended?.outcome ?? 'open' };
};
const owed = (facts: DutyFacts, moment: string) => ({
  commands: owedBy(facts, vietnam, at(moment)).map(({ type }) => type),
  notices: noticesBy(facts, vietnam, at(moment)).map(({ duty, level }) => `${dutyId(duty)} ${level}`),
});

const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
const received = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms }); // ten working days: due Mon 16/11 08:00
const { terms } = received.data;
const withoutLegs = doing('ReceiveDossier', on('2026-11-02 08:00'), {
  terms: { ...terms, workflow: { ...terms.workflow, legs: [] } },
});
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const supplementAsked = doing('RequestSupplement', on('2026-11-04 10:30'));

describe('answering an online submission (Điều 17 khoản 2)', () => {
  it('is told to the desk at once, reminded of after two hours, and due within eight working hours', () => {
    const facts = factsAfter(submitted);
    expect(seen('answer-submission', facts)).toEqual({
      holder: 'reception-officer@H27.118',
      due: '2026-11-03 07:30', // 4 h until 11:30, 3.5 h until 17:00, half an hour of Tuesday
      outcome: 'open',
    });
    expect(owed(facts, '2026-11-02 07:30').notices).toEqual(['answer-submission 1 owed']);
    expect(owed(facts, '2026-11-02 09:29').notices).toEqual(['answer-submission 1 owed']);
    expect(owed(facts, '2026-11-02 09:30').notices).toEqual(['answer-submission 1 warning']);
  });

  it('is as long as the law says (ND118-2025/17.2)', () => {
    expect(ALERT_DESK_AFTER_HOURS).toBe(2);
    expect(ANSWER_ONLINE_WITHIN).toEqual({ amount: 8, unit: 'hour' });
  });

  it('is kept by receiving it, and told to the head when it fails', () => {
    expect(seen('answer-submission', factsAfter(submitted, received))?.outcome).toBe('kept');
    expect(owed(factsAfter(submitted), '2026-11-03 09:00').commands).toEqual(['EscalateToHead']);
    const told = doing('EscalateToHead', on('2026-11-03 09:00'), { duty: 'answer-submission 1' });
    expect(owed(factsAfter(submitted, told), '2026-11-03 10:00')).toEqual({
      commands: [],
      notices: ['answer-submission 1 overdue', 'answer-submission 1 escalated'],
    });
  });
});

describe('handing paper on (Điều 18, ND118-2025/18.2)', () => {
  it('is due on the same day, and at the next opening when received from 15:00 on', () => {
    expect(seen('forward-paper', factsAfter(received))?.due).toBe('2026-11-02 17:00');
    const late = factsAfter(doing('ReceiveDossier', on('2026-11-02 15:10')));
    expect(seen('forward-paper', late)?.due).toBe('2026-11-03 07:00');
  });

  it('is done when the unit takes the file up', () => {
    expect(seen('forward-paper', factsAfter(received, assigned))?.outcome).toBe('kept');
  });

  it('is not owed for what is electronic alone', () => {
    const papers = [{ name: 'Tờ khai', originals: 0, copies: 0, digital: true, digest: 'ab'.repeat(32) }];
    expect(seen('forward-paper', factsAfter(doing('ReceiveDossier', on('2026-11-02 08:00'), { papers })))).toBeNull();
  });
});

describe('supplements (Điều 19 khoản 5)', () => {
  it('are asked for within three working days of the reception; later shows as late, never as a failed duty', () => {
    expect(seen('supplement-notice', factsAfter(received))?.due).toBe('2026-11-05 08:00');
    expect(seen('supplement-notice', factsAfter(received, supplementAsked))?.outcome).toBe('kept');
    const late = factsAfter(received, doing('RequestSupplement', on('2026-11-06 10:30')));
    expect(seen('supplement-notice', late)?.outcome).toBe('late');
    expect(owed(factsAfter(received, assigned), '2026-11-06 09:00').commands).not.toContain('EscalateToHead');
  });

  it('close the dossier by themselves on the opening after the fifteenth day', () => {
    const facts = factsAfter(received, supplementAsked);
    expect(seen('close-unsupplemented', facts)?.due).toBe('2026-11-20 07:00'); // 04/11 + 15 = Thu 19/11
    expect(owed(facts, '2026-11-20 07:00').commands).toEqual([]);
    expect(owed(facts, '2026-11-20 07:01').commands).toEqual(['CloseUnsupplemented']);
    const completed = doing('CompleteSupplement', on('2026-11-10 14:00'));
    expect(owed(factsAfter(received, supplementAsked, completed), '2026-11-20 07:01').commands).not.toContain(
      'CloseUnsupplemented',
    );
  });

  it('stop every other limit of the office while they are awaited', () => {
    const facts = factsAfter(received, assigned, supplementAsked);
    expect(seen('result', facts)).toBeNull();
    expect(seen('step', facts)).toBeNull();
    expect(forecastOf(facts, vietnam)).toBeNull();
  });
});

describe('the step in hand (Điều 19 khoản 1)', () => {
  const appraising = factsAfter(received, assigned);

  it('lasts its working hours from when the one before was done', () => {
    expect(seen('step', appraising, 3)).toEqual({
      holder: 'case-officer@H27.118',
      due: '2026-11-09 09:00', // 40 h = 5 working days after Mon 02/11 09:00
      outcome: 'open',
    });
  });

  it('goes on with the rest of them after a pause, and begins anew where the limit does', () => {
    const completed = doing('CompleteSupplement', on('2026-11-10 14:00'));
    const anew = factsAfter(received, assigned, supplementAsked, completed);
    expect(seen('step', anew, 3)?.due).toBe('2026-11-17 14:00'); // RESET: 40 h from 10/11 14:00
    const asked = doing('RequestFinancialObligation', on('2026-11-04 10:30'));
    const paid = doing('FulfilFinancialObligation', on('2026-11-10 14:00'));
    const rest = factsAfter(received, assigned, asked, paid);
    // 6 h of Monday, 8 of Tuesday and 3.5 of Wednesday were spent; 22.5 h are left: 3 of Tuesday 10/11, 8, 8, 3.5
    expect(seen('step', rest, 3)?.due).toBe('2026-11-13 10:30');
  });

  it('makes the dossier forecast late when it takes longer', () => {
    const alone = factsAfter(withoutLegs, assigned);
    expect(owed(alone, '2026-11-09 08:59').commands).toEqual([]);
    expect(owed(alone, '2026-11-09 09:00').commands).toEqual(['ForecastLateness']);
  });
});

describe('the apology (Điều 19 khoản 6)', () => {
  const forecast = doing('ForecastLateness', on('2026-11-09 09:00'), { by: 'rule' });
  const foreseen = factsAfter(received, assigned, forecast);

  it('is owed by the leader from the forecast on, by the last working day before the due date', () => {
    expect(seen('apology', foreseen)).toEqual({
      holder: 'leader@H27.118',
      due: '2026-11-13 17:00', // due Mon 16/11; Fri 13/11 is the last working day before
      outcome: 'open',
    });
    expect(owed(foreseen, '2026-11-09 09:01').notices).toContain('apology 1 owed');
    expect(owed(foreseen, '2026-11-13 08:00').notices).toContain('apology 1 warning');
  });

  it('is owed from the first forecast on, and a rule says once that it will be late, after an officer too', () => {
    const announced = doing('ForecastLateness', on('2026-11-06 09:00'), { by: 'officer' });
    const both = factsAfter(withoutLegs, assigned, announced, forecast);
    expect(both.forecast).toEqual({ at: at('2026-11-06 09:00'), by: 'rule' });
    expect(owed(both, '2026-11-09 09:01').commands).toEqual([]);
    expect(owed(factsAfter(withoutLegs, assigned, announced), '2026-11-09 09:01').commands).toEqual([
      'ForecastLateness',
    ]);
  });

  it('is recorded as kept, as late, or as never given, and then told to the head', () => {
    const sorry = (moment: string) => doing('IssueApology', on(moment));
    expect(seen('apology', factsAfter(received, assigned, forecast, sorry('2026-11-13 16:00')))?.outcome).toBe('kept');
    expect(seen('apology', factsAfter(received, assigned, forecast, sorry('2026-11-14 08:00')))?.outcome).toBe('late');
    const over = (moment: string) => factsAfter(received, assigned, forecast, doing('WithdrawDossier', on(moment)));
    expect(seen('apology', over('2026-11-13 09:00'))?.outcome).toBe('dropped');
    expect(seen('apology', over('2026-11-17 09:00'))?.outcome).toBe('never');
    expect(owed(foreseen, '2026-11-13 17:01').commands).toContain('EscalateToHead');
  });

  it.each([
    ['2026-11-06 10:00', '2026-11-09 09:00', '2026-11-13 17:00'],
    ['2026-11-16 07:15', '2026-11-16 07:30', '2026-11-16 17:00'], // on the due day itself: owed at once, and there already
  ])('given at %s, before anybody foresaw it, is kept from the forecast of %s on', (sorry, foreseenAt, due) => {
    const letter = doing('IssueApology', on(sorry));
    expect(seen('apology', factsAfter(received, assigned, letter))).toBeNull();
    const facts = factsAfter(received, assigned, letter, doing('ForecastLateness', on(foreseenAt), { by: 'rule' }));
    expect(seen('apology', facts)).toEqual({ holder: 'leader@H27.118', due, outcome: 'kept' });
    expect(owed(facts, '2026-11-17 08:00').notices.filter((notice) => notice.startsWith('apology'))).toEqual([]);
    expect(owedBy(facts, vietnam, at('2026-11-17 08:00'))).not.toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ duty: 'apology 1' }) }),
    );
  });

  it('is owed at once, by the end of the working day, when its deadline has passed', () => {
    const late = factsAfter(received, assigned, doing('ForecastLateness', on('2026-11-16 07:30'), { by: 'officer' }));
    expect(seen('apology', late)?.due).toBe('2026-11-16 17:00');
  });

  it('is owed anew when the law has moved the due date', () => {
    const completed = doing('CompleteSupplement', on('2026-11-11 14:00'));
    const asked = doing('RequestSupplement', on('2026-11-10 10:00'));
    const moved = factsAfter(
      received,
      assigned,
      forecast,
      doing('IssueApology', on('2026-11-09 10:00')),
      asked,
      completed,
    );
    expect(seen('apology', moved)).toBeNull();
    expect(forecastOf(moved, vietnam)).not.toBeNull();
  });
});

describe('the return date (hẹn trả)', () => {
  const sorry = doing('IssueApology', on('2026-11-13 09:00'));
  const again = doing('RescheduleReturn', on('2026-11-13 10:00')); // to Thu 19/11 08:00

  it('passes unfinished: the head is told, and told again when the new date passes too', () => {
    const first = factsAfter(received, assigned);
    expect(seen('result', first)?.due).toBe('2026-11-16 08:00');
    expect(owed(first, '2026-11-16 08:01').commands).toContain('EscalateToHead');
    const second = factsAfter(received, assigned, sorry, again);
    expect(seen('result', second)).toBeNull();
    expect(seen('result', second, 2)?.due).toBe('2026-11-19 08:00');
    expect(owed(second, '2026-11-19 08:01').commands).toContain('EscalateToHead');
  });
});

describe('between agencies', () => {
  const sent = doing('TransferDossier', on('2026-11-02 09:30'), { leg: 'tax', to: 'H27.20' });
  const taken = doing('AcceptTransfer', on('2026-11-02 10:00'), { by: 'H27.20' });

  it('what was sent is taken over within one working day (Điều 20 khoản 1, ND118-2025/20.1)', () => {
    expect(BETWEEN_LEVELS_WITHIN).toEqual({ amount: 1, unit: 'working-day' });
    expect(seen('take-over', factsAfter(received, assigned, sent))?.due).toBe('2026-11-03 09:30');
    expect(seen('take-over', factsAfter(received, assigned, sent, taken))?.outcome).toBe('kept');
  });

  it('a leg runs by its own limit, from when it has what it waits for', () => {
    const tax = factsAfter(received, assigned, sent, taken);
    expect(seen('leg', tax)).toEqual({ holder: 'case-officer@H27.20', due: '2026-11-05 09:30', outcome: 'open' });
    const registry = doing('TransferDossier', on('2026-11-02 10:10'), { leg: 'registry', to: 'H27.30' });
    const both = [received, assigned, sent, taken, registry];
    expect(seen('leg', factsAfter(...both), 2)).toBeNull();
    const done = doing('CompleteLeg', on('2026-11-04 15:00'), { leg: 'tax', by: 'H27.20' });
    expect(seen('leg', factsAfter(...both, done), 2)?.due).toBe('2026-11-06 15:00'); // 2 working days
  });

  it('an overrun leg makes the dossier forecast late and is told to the head', () => {
    const tax = factsAfter(received, assigned, sent, taken);
    expect(owed(tax, '2026-11-05 09:31').commands).toEqual(['ForecastLateness', 'EscalateToHead']);
  });

  it('an opinion that is overdue is notified, and the dossier goes on (Điều 19 khoản 4)', () => {
    const asked = doing('RequestOpinion', on('2026-11-02 10:00'));
    expect(owed(factsAfter(received, assigned, asked), '2026-11-12 17:01').commands).toContain('NotifyOpinionOverdue');
    const notified = doing('NotifyOpinionOverdue', on('2026-11-12 17:01'));
    expect(owed(factsAfter(received, assigned, asked, notified), '2026-11-13 08:00').commands).not.toContain(
      'NotifyOpinionOverdue',
    );
  });
});

describe('forecasts by rule (ND118-2025/19.6)', () => {
  it('say so at reception when the steps alone take longer than the limit', () => {
    const short = doing('ReceiveDossier', on('2026-11-02 08:00'), {
      terms: { ...terms, limit: { ...terms.limit, counted: { amount: 3, unit: 'working-day' } } },
    });
    // 52 h of steps after the first against 24 h until Thu 05/11 08:00: 28 h, four working days
    expect(forecastOf(factsAfter(short), vietnam)).toMatchObject({ at: at('2026-11-02 08:00'), days: 4 });
  });

  it('say so when legs that nobody has sent can no longer be done in time', () => {
    const steps = terms.workflow.steps.map((step) => ({ ...step, hours: null }));
    const unhurried = doing('ReceiveDossier', on('2026-11-02 08:00'), {
      terms: { ...terms, workflow: { ...terms.workflow, steps } },
    });
    // tax 3 and registry 2 working days are 40 h; 36 of them before Mon 16/11 08:00: 1 h, 4 days, 3 h from Mon 09/11 14:00
    expect(wall(forecastOf(factsAfter(unhurried), vietnam)?.at ?? '')).toBe('2026-11-09 14:01');
  });

  it('say nothing where no hours are laid down and no leg waits', () => {
    const steps = terms.workflow.steps.map((step) => ({ ...step, hours: null }));
    const plain = doing('ReceiveDossier', on('2026-11-02 08:00'), {
      terms: { ...terms, workflow: { ...terms.workflow, steps, legs: [] } },
    });
    expect(forecastOf(factsAfter(plain), vietnam)).toBeNull();
  });
});

describe('when to look again', () => {
  it('is at every notice, just after every due instant, and at the forecast; each is what is then owed', () => {
    const facts = factsAfter(received, assigned);
    const wakes = wakesOf(facts, vietnam);
    expect(wakes).toEqual([...wakes].sort());
    for (const wake of wakes) {
      const before = new Date(Date.parse(wake) - 1).toISOString();
      const all = (moment: string) => [owedBy(facts, vietnam, moment), noticesBy(facts, vietnam, moment)];
      expect(all(wake)).not.toEqual(all(before));
    }
  });

  it('moves with a calendar that is published later', () => {
    const facts = factsAfter(received, assigned);
    const stepEnds = (calendar: typeof vietnam) =>
      dutiesOf(facts, calendar).find(({ kind }) => kind === 'step')?.dueAt ?? '';
    expect(wall(stepEnds(vietnam))).toBe('2026-11-09 09:00');
    expect(wall(stepEnds(calendarWithDaysOff('2026-11-05')))).toBe('2026-11-10 09:00');
  });
});
