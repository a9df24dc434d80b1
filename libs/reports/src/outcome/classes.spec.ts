import type { DossierCommand } from '#dossier';
import { at, calendarWithDaysOff, doing, historyOf, on } from '#testing';
import { lived } from '../../test/lived.js';
import { classOf, isStillDue, whileLate, type OutcomeClass } from './classes.js';
import { foldOutcome, type OutcomeRow } from './outcome.fold.js';

/** Monday 02/11 08:00, ten working days: due Monday 16/11 08:00. */
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const worked = (day: string): readonly DossierCommand[] => [
  doing('AssignDossier', on(`${day} 08:00`)),
  doing('CompleteStep', on(`${day} 09:00`), { step: 'appraise' }),
  doing('CompleteStep', on(`${day} 10:00`), { step: 'check' }),
  doing('ApproveDecision', on(`${day} 11:00`)),
];
const ready = (moment: string) => doing('MarkResultReady', on(moment));

/** How the dossier stands, by the lawful and by the current due date, on an evening. */
function classes(commands: readonly DossierCommand[], evening: string): readonly OutcomeClass[] {
  const standing = historyOf(...commands).reduce<OutcomeRow | null>(foldOutcome, null)?.standing ?? null;
  if (standing === null) throw new Error('nothing was received');
  const instant = at(`${evening} 23:59`);
  return [classOf(standing, 'strict', instant), classOf(standing, 'lenient', instant)];
}
const both = (one: OutcomeClass) => [one, one];

describe('trước hạn, đúng hạn, quá hạn', () => {
  it.each([
    ['the day before its due date', '2026-11-13 16:59', 'early'],
    ['the hour before it', '2026-11-16 07:30', 'on-time'],
    ['later on the same date', '2026-11-16 16:59', 'on-time'],
    ['the morning after', '2026-11-17 07:00', 'late'],
  ] as const)('finished %s: dates are compared', (_when, moment, expected) => {
    expect(classes([received, ...worked('2026-11-05'), ready(moment)], '2026-11-30')).toEqual(both(expected));
  });

  it.each([
    ['2026-11-16', 'running-in-time'],
    ['2026-11-17', 'running-late'],
  ] as const)('running on %s', (evening, expected) => {
    expect(classes([received], evening)).toEqual(both(expected));
  });

  it('returned without a notice that the result was ready: finished then', () => {
    const events = [
      received,
      ...worked('2026-11-05'),
      ready('2026-11-13 09:00'),
      doing('ReturnResult', on('2026-11-30 09:00')),
    ];
    expect(classes(events, '2026-12-01')).toEqual(both('early'));
  });

  it('seen from before its end it was running', () => {
    expect(classes([received, ...worked('2026-11-05'), ready('2026-11-13 09:00')], '2026-11-12')).toEqual(
      both('running-in-time'),
    );
  });

  it('waiting for the applicant over its due date it stays as it was when the wait began', () => {
    const asked = doing('RequestSupplement', on('2026-11-04 16:30'));
    expect(classes([received, asked], '2026-12-31')).toEqual(both('running-in-time'));
    const late = doing('RequestFinancialObligation', on('2026-11-18 09:00'));
    expect(classes([received, late], '2026-12-31')).toEqual(both('running-late'));
  });

  it('supplemented, it goes by the date that was counted again', () => {
    const again = [
      doing('RequestSupplement', on('2026-11-04 10:30')),
      doing('CompleteSupplement', on('2026-11-10 14:00')),
    ];
    const events = [received, ...again, ...worked('2026-11-12'), ready('2026-11-25 15:00')];
    expect(classes(events, '2026-12-01')).toEqual(both('on-time')); // Wednesday 25/11 14:00
  });

  it('put back once, it is late by the lawful date and in time by the current one', () => {
    const late = [doing('IssueApology', on('2026-11-12 16:00')), doing('RescheduleReturn', on('2026-11-12 16:10'))];
    const events = [received, ...worked('2026-11-05'), ...late, ready('2026-11-17 09:00')];
    expect(classes(events, '2026-12-01')[0]).toBe('late');
    expect(['early', 'on-time']).toContain(classes(events, '2026-12-01')[1]);
  });

  it('a day off that was decreed later moves both', () => {
    const calendar = calendarWithDaysOff('2026-11-12');
    const restated = doing('RestateDueDate', on('2026-11-09 09:00', { calendar }));
    expect(classes([received, restated, ...worked('2026-11-10'), ready('2026-11-17 09:00')], '2026-12-01')).toEqual(
      both('on-time'),
    );
  });

  it.each([
    ['withdrawn', [doing('WithdrawDossier', on('2026-11-20 09:00'))]],
    ['stopped', [doing('StopDossier', on('2026-11-20 09:00'))]],
    [
      'closed',
      [doing('RequestSupplement', on('2026-11-02 16:30')), doing('CloseUnsupplemented', on('2026-11-18 07:00'))],
    ],
  ] as const)('%s is a bucket of its own: neither early, on time nor late', (expected, end) => {
    expect(classes([received, ...end], '2026-12-01')).toEqual(both(expected));
  });

  it('a result that was wrong and is corrected keeps its class', () => {
    const events = [
      ...[received, ...worked('2026-11-05'), ready('2026-11-13 09:00'), doing('ReturnResult', on('2026-11-13 10:00'))],
      ...[
        doing('OpenResultCorrection', on('2026-11-20 09:00')),
        doing('CloseResultCorrection', on('2026-11-24 09:00')),
      ],
    ];
    expect(classes(events, '2026-12-01')).toEqual(both('early'));
  });

  it('entered long after the fact it counts by when it happened', () => {
    const late = on('2026-11-13 09:00', { entered: '2026-11-20 09:00', lateReason: 'Mất mạng' });
    const events = [received, ...worked('2026-11-05'), doing('MarkResultReady', late)];
    expect(classes(events, '2026-12-01')).toEqual(both('early'));
  });

  it('handed over to a successor it keeps its dates, and is its successor’s', () => {
    const row = historyOf(
      received,
      doing('HandOverDossier', on('2026-11-03 09:00'), { from: 'H27.118', to: 'H27.119' }),
    );
    const standing = row.reduce<OutcomeRow | null>(foldOutcome, null)?.standing;
    expect([standing?.agency, standing?.lawful]).toEqual(['H27.119', at('2026-11-16 08:00')]);
  });

  it('what an older register promised nothing for is in no rate', () => {
    const imported = doing('ImportDossier', on('2026-11-02 07:30'), { promisedAt: null });
    expect(classes([imported], '2026-12-01')).toEqual(both('no-due-date'));
  });
});

describe('while a dossier runs late', () => {
  const from = at('2026-11-17 00:00');
  const back = [doing('IssueApology', on('2026-11-12 16:00')), doing('RescheduleReturn', on('2026-11-12 16:10'))];

  it('is from the day after its due date until it ends, by each date its own', () => {
    expect(whileLate(lived(received), 'strict')).toEqual([{ from, until: null }]);
    const moved = lived(received, ...back); // put back to Thursday 19/11 08:00
    expect([whileLate(moved, 'strict'), whileLate(moved, 'lenient')]).toEqual([
      [{ from, until: null }],
      [{ from: at('2026-11-20 00:00'), until: null }],
    ]);
    const ended = lived(received, ...worked('2026-11-05'), ready('2026-11-18 09:00'));
    expect(whileLate(ended, 'strict')).toEqual([{ from, until: at('2026-11-18 09:00') }]);
  });

  it('is all the while that it waits for its applicant, where the wait began late, else never', () => {
    const waiting = (moment: string) => lived(received, doing('RequestFinancialObligation', on(moment)));
    expect(whileLate(waiting('2026-11-16 23:59'), 'strict')).toEqual([]);
    expect(whileLate(waiting('2026-11-17 00:00'), 'strict')).toEqual([{ from: null, until: null }]);
  });

  it('is never where no date was promised', () => {
    const standing = lived(doing('ImportDossier', on('2026-11-02 07:30'), { promisedAt: null }));
    expect([whileLate(standing, 'strict'), whileLate(standing, 'lenient')]).toEqual([[], []]);
  });
});

describe('still due in time by a day', () => {
  const isDue = (day: string, ...life: readonly DossierCommand[]) =>
    isStillDue(lived(...life), at('2026-11-12 12:00'), day);

  it('is what runs in time and is due on that day or before', () => {
    expect([isDue('2026-11-15', received), isDue('2026-11-16', received)]).toEqual([false, true]);
    expect(isStillDue(lived(received), at('2026-11-17 00:00'), '2026-11-30')).toBe(false);
  });

  it('is neither what ended, nor what was only filed, nor what no date was promised for', () => {
    expect(isDue('2026-11-30', received, ...worked('2026-11-05'), ready('2026-11-06 09:00'))).toBe(false);
    expect(isDue('2026-11-30', doing('SubmitDossier', on('2026-11-02 07:30')))).toBe(false);
    expect(isDue('2026-11-30', doing('ImportDossier', on('2026-11-02 07:30'), { promisedAt: null }))).toBe(false);
  });

  it('a result counts from its very instant on', () => {
    const ended = lived(received, ...worked('2026-11-05'), ready('2026-11-13 09:00'));
    expect(classOf(ended, 'strict', at('2026-11-13 08:59'))).toBe('running-in-time');
    expect(classOf(ended, 'strict', at('2026-11-13 09:00'))).toBe('early');
  });
});
