import { at, counting, doing, on, paper, publicCalendar } from '#testing';
import type { DossierCommand } from '#dossier';
import { lived, received, worked } from '../../../test/lived.js';
import { partsSeen, type FigureDefinition, type Terms } from '../definition.js';
import { apologies } from './apologies.js';
import { digitisation } from './digitisation.js';
import { firstPromise } from './first-promise.js';
import { onTimeRate } from './on-time-rate.js';
import { onlineShare } from './online-share.js';
import { receptionInTime } from './reception-in-time.js';
import { satisfaction } from './satisfaction.js';
import { actualCut, promisedCut } from './time-cuts.js';

/** What a dossier with this life adds to a figure, looked at on an evening. */
function added(
  definition: FigureDefinition,
  life: readonly DossierCommand[],
  moment = '2026-11-30 23:59',
  calendars = [publicCalendar],
): Terms {
  const terms: Record<string, number> = {};
  for (const part of partsSeen(definition, lived(...life), { at: at(moment), calendars }))
    for (const [name, number] of Object.entries(part.terms)) terms[name] = (terms[name] ?? 0) + number;
  return terms;
}
const ready = (moment: string, papers = [paper]) => doing('MarkResultReady', on(moment), { papers });
const finished = (moment: string) => [received, ...worked('2026-11-05'), ready(moment)];
const filed = doing('SubmitDossier', on('2026-11-02 07:00')); // to be answered by 17:00, eight working hours on
const onPaper = { ...paper, digital: false, digest: null };
const imported = (promisedAt: string | null, endedAt: string | null) =>
  doing('ImportDossier', on('2026-11-02 07:30'), {
    startedAt: '2026-10-01T02:00:00.000Z',
    promisedAt,
    endedAt,
  });
const older = imported('2026-10-20T02:00:00.000Z', '2026-10-20T02:00:00.000Z');

describe('what was filed and not received', () => {
  it.each([onTimeRate, apologies, promisedCut, actualCut, firstPromise, digitisation, onlineShare, satisfaction])(
    'adds nothing to $name',
    (definition) => {
      expect(added(definition, [filed])).toEqual({});
      expect(added(definition, [filed, doing('WithdrawDossier', on('2026-11-02 09:00'))])).toEqual({});
    },
  );
});

describe('what was finished on the last day that a calendar has', () => {
  it('was not entered late: nobody knows the next working day', () => {
    const onTheLastDay = [
      doing('ReceiveDossier', on('2027-12-13 08:00')),
      ...[...worked('2027-12-31'), ready('2027-12-31 16:00')],
    ];
    expect(publicCalendar.years.at(-1)?.year).toBe(2027);
    expect(added(onTimeRate, onTheLastDay, '2027-12-31 23:59')).toEqual({ 'strict-late': 1, 'lenient-late': 1 });
  });
});

describe('văn bản xin lỗi, at its edges (Article 19.6)', () => {
  const apology = (moment: string) => doing('IssueApology', on(moment));
  const covered = { late: 1, apologised: 1 };

  it('runs late from the first moment of the day after the due date', () => {
    expect(added(apologies, [received], '2026-11-16 23:59')).toEqual({});
    expect(added(apologies, [received], '2026-11-17 00:00')).toEqual({ late: 1 });
  });

  it('is in time in the last minute of the last working day before, and late one minute after', () => {
    expect(added(apologies, [received, apology('2026-11-13 17:00')])).toEqual({
      ...covered,
      ...{ 'with-deadline': 1, 'in-time': 1 },
    });
    expect(added(apologies, [received, apology('2026-11-13 17:01')])).toEqual({ ...covered, 'with-deadline': 1 });
  });

  it('has no deadline while the applicant is waited for', () => {
    const waiting = doing('RequestFinancialObligation', on('2026-11-18 09:00'));
    expect(added(apologies, [received, apology('2026-11-13 16:00'), waiting])).toEqual(covered);
  });

  it('owed at once counts for coverage and not for timeliness', () => {
    const oneDay = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: counting(1, 'working-day') });
    expect(added(apologies, [oneDay, apology('2026-11-02 16:00')])).toEqual(covered);
  });

  it('is owed by nobody who finished on the due date', () => {
    expect(added(apologies, finished('2026-11-16 16:59'))).toEqual({});
    expect(added(apologies, finished('2026-11-17 07:00'))).toEqual({ late: 1 });
  });
});

describe('tỷ lệ giải quyết đúng hạn, at its edges', () => {
  it('runs late from the first moment of the day after the due date, by both dates', () => {
    expect(added(onTimeRate, [received], '2026-11-16 23:59')).toEqual({});
    expect(added(onTimeRate, [received], '2026-11-17 00:00')).toEqual({
      ...{ 'strict-running-late': 1, 'lenient-running-late': 1 },
    });
  });

  it('shows apart what runs late while its applicant is waited for', () => {
    const waiting = doing('RequestFinancialObligation', on('2026-11-18 09:00'));
    expect(added(onTimeRate, [received, waiting])).toEqual({
      ...{ 'strict-running-late': 1, 'lenient-running-late': 1, 'running-late-waiting': 1 },
    });
  });

  it('takes an older register by its dates: never as entered late, without one apart', () => {
    expect(added(onTimeRate, [older])).toEqual({ 'strict-on-time': 1, 'lenient-on-time': 1 });
    expect(added(onTimeRate, [imported(null, '2026-10-20T02:00:00.000Z')])).toEqual({ 'no-due-date': 1 });
  });

  it('cannot say what was entered late without a calendar', () => {
    const late = on('2026-11-13 09:00', { entered: '2026-11-20 09:00', lateReason: 'Mất mạng' });
    const life = [received, ...worked('2026-11-05'), doing('MarkResultReady', late)];
    expect(added(onTimeRate, life)).toHaveProperty('entered-late', 1);
    expect(added(onTimeRate, life, '2026-11-30 23:59', [])).not.toHaveProperty('entered-late');
  });
});

describe('hẹn và trả kết quả một lần, at its edges', () => {
  const supplemented = (asked: string, completed: string) => [
    doing('RequestSupplement', on(asked)),
    doing('CompleteSupplement', on(completed)),
  ];

  it('is kept on the last minute of the date on the receipt', () => {
    expect(added(firstPromise, finished('2026-11-16 23:59'))).toEqual({ kept: 1 });
    expect(added(firstPromise, finished('2026-11-17 00:00'))).toEqual({ broken: 1 });
  });

  it('allows for one supplement and for no second', () => {
    const once = supplemented('2026-11-03 08:00', '2026-11-03 09:00');
    const twice = [...once, ...supplemented('2026-11-04 08:00', '2026-11-04 09:00')];
    const end = [...worked('2026-11-05'), ready('2026-11-13 09:00')];
    expect(added(firstPromise, [received, ...once, ...end])).toEqual({ kept: 1 });
    expect(added(firstPromise, [received, ...twice, ...end])).toEqual({ broken: 1 });
  });

  it('is none of those without a date, and of none that ended without a result', () => {
    expect(added(firstPromise, [imported(null, '2026-10-20T02:00:00.000Z')])).toEqual({ 'no-due-date': 1 });
    expect(added(firstPromise, [received, doing('WithdrawDossier', on('2026-11-04 09:00'))])).toEqual({});
    expect(added(firstPromise, [received])).toEqual({});
  });
});

describe('tiếp nhận hồ sơ trực tuyến, at its edges (Article 17.2)', () => {
  const answered = (moment: string) => [filed, doing('RequestDeskSupplement', on(moment))];

  it('is in time in the last minute of the eighth hour, and late after it', () => {
    expect(added(receptionInTime, answered('2026-11-02 17:00'))).toEqual({ 'in-time': 1 });
    expect(added(receptionInTime, answered('2026-11-02 17:01'))).toEqual({ late: 1 });
  });

  it('is late once the hours have run out, not before', () => {
    expect(added(receptionInTime, [filed], '2026-11-02 17:00')).toEqual({});
    expect(added(receptionInTime, [filed], '2026-11-02 17:01')).toEqual({ late: 1 });
  });

  it('was owed to nobody who withdrew in time, and to one who withdrew later', () => {
    const withdrawn = (moment: string) => [filed, doing('WithdrawDossier', on(moment))];
    expect(added(receptionInTime, withdrawn('2026-11-02 17:00'))).toEqual({});
    expect(added(receptionInTime, withdrawn('2026-11-02 17:01'))).toEqual({ late: 1 });
  });

  it('is of what was filed online alone', () => {
    const posted = doing('SubmitDossier', on('2026-11-02 07:00'), { channel: 'post' });
    expect(added(receptionInTime, [posted])).toEqual({});
    expect(added(receptionInTime, [received])).toEqual({});
  });

  it('goes by the newest calendar that has the days, and is not computable where none has', () => {
    const off = publicCalendar.years.map((of) => (of.year === 2026 ? { ...of, off: { '2026-11-02': 'nghỉ' } } : of));
    const newer = { ...publicCalendar, version: 2, years: off };
    const without = { ...publicCalendar, years: publicCalendar.years.filter(({ year }) => year !== 2026) };
    const late = answered('2026-11-03 17:00');
    const counted = (...calendars: readonly (typeof publicCalendar)[]) =>
      added(receptionInTime, late, '2026-11-30 23:59', [...calendars]);
    expect(counted(publicCalendar, newer)).toEqual({ 'in-time': 1 }); // Monday off: by Tuesday 17:00
    expect(counted(newer, publicCalendar)).toEqual({ late: 1 });
    expect(counted(newer, without)).toEqual({ 'in-time': 1 });
    expect(counted(without)).toEqual({ 'not-computable': 1 });
    expect(counted()).toEqual({ 'not-computable': 1 });
    expect(() => counted({ ...publicCalendar, workingHours: [] })).toThrow('invalid-input');
  });
});

describe('cắt giảm thời gian, at its edges', () => {
  it('is not computable for an older register, which has neither limits nor a calendar', () => {
    expect(added(promisedCut, [older])).toEqual({ 'not-computable': 1 });
    expect(added(actualCut, [older])).toEqual({ 'not-computable': 1 });
  });

  it('is of finished dossiers alone, where it is of the time they took', () => {
    expect(added(actualCut, [received])).toEqual({});
    expect(added(actualCut, [received, doing('StopDossier', on('2026-11-04 09:00'))])).toEqual({});
  });

  it('is not computable where no calendar has the days', () => {
    expect(added(actualCut, finished('2026-11-16 09:00'), '2026-11-30 23:59', [])).toEqual({ 'not-computable': 1 });
  });

  it('counts in sevenths of a working minute, without the waits', () => {
    const paid = [
      ...[received, doing('RequestFinancialObligation', on('2026-11-03 09:00'))],
      ...[doing('FulfilFinancialObligation', on('2026-11-03 10:30')), ...worked('2026-11-04')],
      ready('2026-11-04 11:00'),
    ];
    // Monday 210 + 210, Tuesday 480, Wednesday 240, less 90 = 1,050; the limit is 10 × 480
    expect(added(actualCut, paid)).toEqual({ dossiers: 1, statutory: 4_800 * 7, held: 1_050 * 7 });
    expect(added(promisedCut, paid)).toEqual({ dossiers: 1, statutory: 4_800 * 7, promised: 4_800 * 7 });
  });
});

describe('satisfaction, digitisation and channels, at their edges', () => {
  it.each([
    [3, 'not-satisfied'],
    [4, 'satisfied'],
  ])('a rating of %i is %s', (overall, term) => {
    const rated = doing('RateSatisfaction', on('2026-11-14 09:00'), { overall });
    expect(added(satisfaction, [...finished('2026-11-13 09:00'), rated])).toEqual({ [term]: 1 });
  });

  it('nothing was digitised of a dossier without papers; of an older register nobody knows', () => {
    const of = (papers: readonly (typeof paper)[]) => doing('ReceiveDossier', on('2026-11-02 08:00'), { papers });
    expect(added(digitisation, [of([])])).toEqual({ 'not-digital': 1 });
    expect(added(digitisation, [of([paper, onPaper])])).toEqual({ 'not-digital': 1 });
    expect(added(digitisation, [of([paper])])).toEqual({ digital: 1 });
    expect(added(digitisation, [older])).toEqual({ 'not-told': 1 });
  });

  it('the first result counts, however it is collected afterwards', () => {
    const life = [received, ...worked('2026-11-05'), ready('2026-11-13 09:00', [onPaper])];
    const sent = doing('ReturnResult', on('2026-11-13 10:00'), { how: 'electronic' });
    expect(added(digitisation, [...life, sent])).toEqual({ digital: 1, 'on-paper': 1 });
  });

  it('what came by post was not filed online', () => {
    const of = (channel: 'online' | 'post') => doing('ReceiveDossier', on('2026-11-02 08:00'), { channel });
    expect([added(onlineShare, [of('online')]), added(onlineShare, [of('post')])]).toEqual([
      { online: 1 },
      { otherwise: 1 },
    ]);
  });
});
