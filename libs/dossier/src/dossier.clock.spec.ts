import { dossier, caseOf, type DossierCommand, type DueDates } from '#dossier';
import {
  at,
  calendarWithDaysOff,
  calendarWithDaysWorked,
  counting,
  doing,
  historyOf,
  on,
  refusalOf,
  specify,
  stateAfter,
  wall,
} from '#testing';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00')); // 10 working days: Mon 02 + 3–6 (4), 9–13 (9), Mon 16 (10)
const receivedPausing = doing('ReceiveDossier', on('2026-11-02 08:00'), {
  terms: counting(10, 'working-day', 'PAUSE'),
});
const asked = doing('RequestSupplement', on('2026-11-04 10:30'));
const completed = doing('CompleteSupplement', on('2026-11-10 14:00'));
const apology = (moment: string, proposed: string) =>
  doing('IssueApology', on(moment), { proposedDueAt: at(proposed) });
const reschedule = (moment: string) => doing('RescheduleReturn', on(moment));

/** First, lawful and current due date after these commands, as on a wall in Vietnam. */
function datesAfter(...commands: readonly DossierCommand[]): DueDates {
  const dates = caseOf(stateAfter(...commands))?.dates ?? { first: '', lawful: '', current: '' };
  return { first: wall(dates.first), lawful: wall(dates.lawful), current: wall(dates.current) };
}
const dates = (first: string, lawful: string, current: string): DueDates => ({ first, lawful, current });

describe('reception starts the clock (tiếp nhận hồ sơ)', () => {
  it('prints one date, which is first, lawful and current', () => {
    expect(datesAfter(received)).toEqual(dates('2026-11-16 08:00', '2026-11-16 08:00', '2026-11-16 08:00'));
  });

  it('counts from the reception and not from the submission of the week before', () => {
    const submitted = doing('SubmitDossier', on('2026-10-26 08:00'));
    expect(datesAfter(submitted, received)).toEqual(datesAfter(received));
  });

  it.each([
    ['2026-11-23 14:59', '2026-11-23 17:00'],
    ['2026-11-23 15:00', '2026-11-25 17:00'], // Tue 24 is a holiday
    ['2026-11-21 10:00', '2026-11-23 17:00'], // Saturday counts from Monday 07:00
  ])('a same-day procedure received at %s is due %s', (moment, due) => {
    const sameDay = doing('ReceiveDossier', on(moment), { terms: counting(8, 'same-day') });
    expect(datesAfter(sameDay).first).toBe(due);
  });

  it('keeps the real minute of the receipt and the account of the count in the event', () => {
    const [event] = historyOf(doing('ReceiveDossier', on('2026-11-20 17:25')));
    expect(event?.meta.effectiveAt).toBe(at('2026-11-20 17:25'));
    const due = event?.type === 'DossierReceived' ? event.data.due : null;
    expect(due?.trace[0]).toEqual({ is: 'limit', amount: 10, unit: 'working-day', basis: 'statutory' });
    expect(due?.trace).toContainEqual({
      is: 'start',
      from: at('2026-11-20 17:25'),
      to: at('2026-11-23 07:00'),
      because: 'after-closing',
    });
    expect(due?.calendar).toEqual({ id: 'vn-public-sector', version: 1 });
  });
});

describe('supplement after appraisal (yêu cầu bổ sung, Điều 19 khoản 5)', () => {
  it('example 7: RESET counts the ten days again from the completion', () => {
    // Tue 10/11 14:00; 11–13 = 3, 16–20 = 8, Mon 23 = 9, Tue 24 holiday, Wed 25 = 10
    expect(datesAfter(received, asked, completed)).toEqual(
      dates('2026-11-16 08:00', '2026-11-25 14:00', '2026-11-25 14:00'),
    );
  });

  it('example 7b: PAUSE keeps what remained when it was asked for', () => {
    // remaining at Wed 04/11 10:30: 60 + 210 on the 4th, 480 × 7 to Fri 13, 60 on Mon 16 = 3690 min; from Tue 10/11 14:00:
    // 180 on the 10th, 480 × 7 = 3360 over 11–13 and 16–19, 150 left: Fri 20/11 07:00 + 2 h 30
    expect(datesAfter(receivedPausing, asked, completed)).toEqual(
      dates('2026-11-16 08:00', '2026-11-20 09:30', '2026-11-20 09:30'),
    );
  });

  it('tells the fifteenth day and when the desk may close', () => {
    const [, event] = historyOf(received, asked);
    expect(event?.data).toMatchObject({ round: 1, answerByDay: '2026-11-19', closesAt: at('2026-11-20 07:00') }); // 4 + 15 = 19
  });

  it('is not closed on the fifteenth day itself, but at the opening after it', () => {
    const facts = historyOf(received, asked);
    given(...facts)
      .when(doing('CloseUnsupplemented', on('2026-11-19 17:00')))
      .thenRefused('not-yet-due', 'ND118-2025/19.5');
    given(...facts)
      .when(doing('CloseUnsupplemented', on('2026-11-20 07:00')))
      .then({ type: 'DossierClosedUnsupplemented', v: 1, data: { round: 1, reason: 'Quá 15 ngày không bổ sung' } });
  });

  it('asked for late on the due day still counts again', () => {
    const onTheDay = doing('RequestSupplement', on('2026-11-16 16:00')); // due that morning at 08:00
    const again = doing('CompleteSupplement', on('2026-11-17 09:00'));
    // Tue 17; 18–20 = 3, Mon 23 = 4, Tue 24 holiday, 25–27 = 7, 30 = 8, 1/12 = 9, Wed 2/12 = 10
    expect(datesAfter(received, onTheDay, again).lawful).toBe('2026-12-02 09:00');
  });

  it.each([
    ['RESET', received],
    ['PAUSE', receivedPausing],
  ])('asked for on a day after the due date it moves nothing (%s)', (_, reception) => {
    const late = doing('RequestSupplement', on('2026-11-17 07:00'));
    const done = doing('CompleteSupplement', on('2026-11-18 07:00'));
    const history = historyOf(reception, late, done);
    expect(history.at(-1)).toMatchObject({ type: 'SupplementCompleted', data: { moved: null } });
    expect(datesAfter(reception, late, done)).toEqual(datesAfter(reception));
  });

  it('counts rounds, each from its own completion', () => {
    const second = doing('RequestSupplement', on('2026-11-12 09:00'));
    const secondDone = doing('CompleteSupplement', on('2026-11-13 09:00'));
    expect(historyOf(received, asked, completed, second).at(-1)?.data).toMatchObject({ round: 2 });
    // Fri 13; 16–20 = 5, Mon 23 = 6, 25–27 = 9, Mon 30 = 10
    expect(datesAfter(received, asked, completed, second, secondDone).lawful).toBe('2026-11-30 09:00');
  });

  it('is neither asked for twice nor completed unasked', () => {
    given(...historyOf(received, asked))
      .when(doing('RequestSupplement', on('2026-11-05 09:00')))
      .thenRefused('not-in-state', 'ND118-2025/19.5');
    given(...historyOf(received))
      .when(completed)
      .thenRefused('not-in-state', 'ND118-2025/19.5');
  });
});

describe('waiting for the applicant to pay (nghĩa vụ tài chính)', () => {
  const notice = doing('RequestFinancialObligation', on('2026-11-04 10:30'));
  const paid = doing('FulfilFinancialObligation', on('2026-11-10 14:00'));

  it('pauses even where a supplement would reset', () => {
    expect(datesAfter(received, notice, paid).lawful).toBe('2026-11-20 09:30'); // as in example 7b
  });

  it('asked for after the due date moves nothing', () => {
    const late = doing('RequestFinancialObligation', on('2026-11-17 07:00'));
    const lateDone = doing('FulfilFinancialObligation', on('2026-11-18 07:00'));
    expect(datesAfter(received, late, lateDone)).toEqual(datesAfter(received));
  });

  it('is fulfilled by the notice that asked for it, not by another', () => {
    given(...historyOf(received, notice))
      .when(doing('FulfilFinancialObligation', on('2026-11-10 14:00'), { noticeNo: 'TB-46' }))
      .thenRefused('not-addressed');
  });

  it('waiting for another agency does not pause', () => {
    const opinion = doing('RequestOpinion', on('2026-11-04 10:30'));
    const answered = doing('RecordOpinion', on('2026-11-10 14:00'));
    expect(datesAfter(received, opinion, answered)).toEqual(datesAfter(received));
  });
});

describe('rescheduling the return (hẹn lại ngày trả kết quả, Điều 19 khoản 6)', () => {
  const sorry = apology('2026-11-13 09:00', '2026-11-19 08:00');
  const inTime = reschedule('2026-11-13 10:00');

  it('moves the current date alone', () => {
    expect(datesAfter(received, sorry, inTime)).toEqual(
      dates('2026-11-16 08:00', '2026-11-16 08:00', '2026-11-19 08:00'),
    );
  });

  it('writes both appointments and the letter that it rests on', () => {
    given(...historyOf(received, sorry))
      .when(inTime)
      .then({
        type: 'ReturnRescheduled',
        v: 1,
        data: {
          oldDueAt: at('2026-11-16 08:00'),
          dueAt: at('2026-11-19 08:00'),
          apologyNo: 'XL-07',
          movesCurrent: true,
        },
      });
  });

  it('is refused without an apology', () => {
    given(...historyOf(received))
      .when(inTime)
      .thenRefused('no-apology', 'ND118-2025/19.6');
  });

  it('is refused the second time and writes nothing, whatever new apology there is', () => {
    const again = apology('2026-11-18 09:00', '2026-11-25 08:00');
    given(...historyOf(received, sorry, inTime, again))
      .when(reschedule('2026-11-18 10:00'))
      .thenRefused('already-rescheduled', 'ND118-2025/19.6');
  });

  it('is refused once the proposed date has passed too', () => {
    given(...historyOf(received, sorry))
      .when(reschedule('2026-11-19 08:00'))
      .thenRefused('not-later', 'ND118-2025/19.6');
  });

  it('counts by the day it was recorded: still in time late on the due day', () => {
    const lastMinute = reschedule('2026-11-16 23:59');
    expect(datesAfter(received, sorry, lastMinute).current).toBe('2026-11-19 08:00');
  });

  it.each([
    ['recorded the day after', reschedule('2026-11-17 07:00')],
    [
      'dated back before the due date but recorded after it',
      doing('RescheduleReturn', on('2026-11-16 07:00', { entered: '2026-11-17 07:00', lateReason: 'Mất mạng' })),
    ],
  ])('%s it is an appointment and no figure moves', (_, late) => {
    expect(historyOf(received, sorry, late).at(-1)?.data).toMatchObject({ movesCurrent: false });
    expect(datesAfter(received, sorry, late)).toEqual(datesAfter(received));
  });

  it('uses up the one time even when it came late', () => {
    given(...historyOf(received, sorry, reschedule('2026-11-17 07:00')))
      .when(reschedule('2026-11-17 08:00'))
      .thenRefused('already-rescheduled', 'ND118-2025/19.6');
  });

  it('an apology proposes a date after the one that stands', () => {
    given(...historyOf(received))
      .when(apology('2026-11-13 09:00', '2026-11-16 08:00'))
      .thenRefused('not-later', 'ND118-2025/19.6');
  });

  it('an apology after the due date proposes a date still to come', () => {
    given(...historyOf(received))
      .when(apology('2026-11-20 09:00', '2026-11-19 08:00'))
      .thenRefused('not-later', 'ND118-2025/19.6');
  });

  it('the head may be told by command that the rescheduled date passed too', () => {
    given(...historyOf(received, sorry, inTime))
      .when(doing('EscalateToHead', on('2026-11-20 07:00')))
      .thenWrites('EscalatedToHead');
    given(...historyOf(received, doing('EscalateToHead', on('2026-11-20 07:00'))))
      .when(doing('EscalateToHead', on('2026-11-20 07:01')))
      .thenWrites();
  });
});

describe('forecasts (dự kiến quá hạn)', () => {
  const byRule = (moment: string) => doing('ForecastLateness', on(moment), { by: 'rule' });

  it('a rule says once of a due date that it will be missed, and again when the law has moved it', () => {
    given(...historyOf(received, byRule('2026-11-03 09:00')))
      .when(byRule('2026-11-03 10:00'))
      .thenWrites();
    given(...historyOf(received, byRule('2026-11-03 09:00'), asked, completed))
      .when(byRule('2026-11-11 10:00'))
      .thenWrites('LatenessForecast');
  });

  it('an officer says so as often as there is something to say', () => {
    given(...historyOf(received, doing('ForecastLateness', on('2026-11-03 09:00'))))
      .when(doing('ForecastLateness', on('2026-11-03 10:00')))
      .thenWrites('LatenessForecast');
  });
});

describe('first, lawful and current after a rescheduling', () => {
  const far = [apology('2026-11-03 09:00', '2026-12-15 08:00'), reschedule('2026-11-03 10:00')];
  const near = [apology('2026-11-03 09:00', '2026-11-19 08:00'), reschedule('2026-11-03 10:00')];

  it('RESET: current becomes the later one, here the rescheduled date', () => {
    expect(datesAfter(received, ...far, asked, completed)).toEqual(
      dates('2026-11-16 08:00', '2026-11-25 14:00', '2026-12-15 08:00'),
    );
  });

  it('RESET: current becomes the later one, here the new lawful date', () => {
    expect(datesAfter(received, ...near, asked, completed)).toEqual(
      dates('2026-11-16 08:00', '2026-11-25 14:00', '2026-11-25 14:00'),
    );
  });

  it('PAUSE: each moves by its own remaining time', () => {
    // current 19/11 08:00 is 3 working days of 480 min after 16/11 08:00: Fri 20/11 09:30 + 3 days over Tue 24 (holiday)
    expect(datesAfter(receivedPausing, ...near, asked, completed)).toEqual(
      dates('2026-11-16 08:00', '2026-11-20 09:30', '2026-11-26 09:30'),
    );
  });

  it('PAUSE in calendar days: each moves by the days of the pause', () => {
    const twenty = doing('ReceiveDossier', on('2026-11-04 09:00'), { terms: counting(20, 'calendar-day', 'PAUSE') });
    const sorry = [apology('2026-11-05 09:00', '2026-11-27 09:00'), reschedule('2026-11-05 10:00')];
    const wait = [
      doing('RequestSupplement', on('2026-11-06 09:00')),
      doing('CompleteSupplement', on('2026-11-11 09:00')),
    ];
    // lawful: unrolled 24/11 + 5 days = Sun 29 → Mon 30; current: Fri 27 + 5 = Wed 2/12
    expect(datesAfter(twenty, ...sorry, ...wait)).toEqual(
      dates('2026-11-25 09:00', '2026-11-30 09:00', '2026-12-02 09:00'),
    );
  });
});

describe('a calendar decreed later (điều chỉnh hạn do lịch làm việc công bố sau)', () => {
  const restate = (moment: string, calendar = calendarWithDaysOff('2026-11-12')) =>
    doing('RestateDueDate', on(moment, { calendar }));

  it('moves lawful and current by an event of its own, never the first', () => {
    expect(datesAfter(received, restate('2026-11-05 08:00'))).toEqual(
      dates('2026-11-16 08:00', '2026-11-17 08:00', '2026-11-17 08:00'), // Thu 12 no longer counts
    );
  });

  it('says nothing when nothing moves', () => {
    given(...historyOf(received))
      .when(restate('2026-11-05 08:00', calendarWithDaysOff('2026-12-24')))
      .then();
  });

  it('never moves current earlier', () => {
    const late = doing('ReceiveDossier', on('2026-11-20 09:00'), { terms: counting(3, 'working-day') }); // Thu 26/11
    const worked = restate('2026-11-21 08:00', calendarWithDaysWorked('2026-11-24'));
    expect(datesAfter(late, worked)).toEqual(dates('2026-11-26 09:00', '2026-11-25 09:00', '2026-11-26 09:00'));
  });

  it('leaves a rescheduled date that is later than the restated one', () => {
    const sorry = [apology('2026-11-03 09:00', '2026-11-19 08:00'), reschedule('2026-11-03 10:00')];
    expect(datesAfter(received, ...sorry, restate('2026-11-05 08:00'))).toEqual(
      dates('2026-11-16 08:00', '2026-11-17 08:00', '2026-11-19 08:00'),
    );
  });

  it('counts a pause that is behind the dossier again', () => {
    expect(datesAfter(receivedPausing, asked, completed, restate('2026-11-11 08:00')).lawful).toBe('2026-11-23 09:30'); // Fri 20 + 1 day
  });

  it('counts from the completion after a RESET', () => {
    expect(datesAfter(received, asked, completed, restate('2026-11-11 08:00')).lawful).toBe('2026-11-26 14:00'); // Wed 25 + 1 day
  });

  it('keeps naming the limit that it counts', () => {
    const event = historyOf(received, restate('2026-11-05 08:00')).at(-1);
    const trace = event?.type === 'DueDateRestated' ? event.data.due.trace : [];
    expect(trace[0]).toEqual({ is: 'limit', amount: 10, unit: 'working-day', basis: 'statutory' });
  });

  it('is refused once the work is over', () => {
    expect(
      refusalOf(() =>
        historyOf(received, doing('WithdrawDossier', on('2026-11-03 09:00')), restate('2026-11-05 08:00')),
      )?.code,
    ).toBe('not-in-state');
  });
});
