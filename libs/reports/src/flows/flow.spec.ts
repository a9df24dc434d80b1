import type { DossierCommand, Terms } from '#dossier';
import { at, calendarWithDaysOff, doing, historyOf, on, publicCalendar, terms } from '#testing';
import { courseAfter, type Course } from '../course/course.fold.js';
import { flowsOf, type Flow } from './flow.js';

const flows = (calendars: readonly (typeof publicCalendar)[], ...commands: readonly DossierCommand[]) => {
  const course = historyOf(...commands).reduce<Course | null>(courseAfter, null);
  return course === null ? [] : flowsOf(course, calendars);
};
/** The first transfer after a history, as its row is kept. */
const first = (...commands: readonly DossierCommand[]): Flow => {
  const [flow] = flows([publicCalendar], ...commands);
  if (flow === undefined) throw new Error('nothing was sent');
  return flow;
};

const leg = (id: string, days: number | null, after: readonly string[] = []) => ({
  ...{ id, after, agencyKind: id, task: id, waitsForApplicant: null },
  limit: days === null ? null : { amount: days, unit: 'working-day' as const },
});
const received = (...legs: Terms['workflow']['legs']) =>
  doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: { ...terms, workflow: { ...terms.workflow, legs } } });
const send = (moment: string, of: string | null, form: 'paper' | 'electronic' = 'electronic') =>
  doing('TransferDossier', on(moment), { leg: of, to: 'H27.20', form });
const take = (moment: string, transfer = 1) => doing('AcceptTransfer', on(moment), { transfer, by: 'H27.20' });
const giveBack = (moment: string) => doing('ReturnTransfer', on(moment), { transfer: 1, by: 'H27.20' });
const deliver = (moment: string, of = 'tax') => doing('CompleteLeg', on(moment), { leg: of, by: 'H27.20' });
const withdraw = (moment: string) => doing('WithdrawDossier', on(moment));

describe('a transfer as the flows keep it (lưu chuyển hồ sơ)', () => {
  it('is in transit until it is answered; then its working minutes are known', () => {
    expect(first(received(), send('2026-11-02 16:00', null))).toMatchObject({
      ...{ from: 'H27.118', to: 'H27.20', leg: null, form: 'electronic' },
      ...{ status: 'in-transit', transitMinutes: null, heldMinutes: null, late: null },
      lateAfter: at('2026-11-03 16:00'), // one working day, Article 20.1
    });
    expect(first(received(), send('2026-11-02 16:00', null), take('2026-11-03 08:00'))).toMatchObject({
      ...{ status: 'accepted', transitMinutes: 120, late: false, lateAfter: null }, // 16:00–17:00 and 07:00–08:00
      heldMinutes: null,
    });
  });

  it.each(['paper', 'electronic'] as const)(
    'sent whole as %s is late when it is taken over after a working day',
    (form) => {
      const sent = [received(), send('2026-11-02 16:00', null, form)];
      expect(first(...sent, take('2026-11-03 16:00')).late).toBe(false);
      expect(first(...sent, take('2026-11-03 16:01'))).toMatchObject({ late: true, transitMinutes: 481 });
    },
  );

  it('sent whole is held until it is sent on, without the way of what came back', () => {
    const held = first(
      ...[received(), send('2026-11-02 09:00', null), take('2026-11-02 10:00')],
      doing('TransferDossier', on('2026-11-03 08:00'), { to: 'H27.30' }),
      doing('ReturnTransfer', on('2026-11-03 10:00'), { transfer: 2, by: 'H27.30' }),
      doing('TransferDossier', on('2026-11-03 14:00'), { to: 'H27.31' }),
      doing('AcceptTransfer', on('2026-11-03 15:00'), { transfer: 3, by: 'H27.31' }),
    );
    expect(held.heldMinutes).toBe(480); // 2/11 from 10:00: 300; 3/11 to 14:00: 300; 120 of them away
  });

  it('of a leg is late by the day of its own due date, and held until it is delivered', () => {
    const taken = [received(leg('tax', 1)), send('2026-11-02 09:00', 'tax'), take('2026-11-02 10:00')];
    expect(first(...taken)).toMatchObject({ late: null, lateAfter: '2026-11-03T16:59:59.999Z' }); // due 3/11 09:00, all of that day
    expect(first(...taken, deliver('2026-11-03 16:00'))).toMatchObject({ late: false, heldMinutes: 720 }); // 2/11 from 10:00: 300; 3/11 to 16:00: 420
    expect(first(...taken, deliver('2026-11-04 07:00'))).toMatchObject({ late: true, lateAfter: null });
  });

  it('of a leg that waits for another has no due date yet', () => {
    const legs = [leg('tax', 1), leg('registry', 1, ['tax'])];
    const sent = [received(...legs), send('2026-11-02 09:00', 'registry')];
    expect(first(...sent)).toMatchObject({ late: null, lateAfter: null });
    const done = [send('2026-11-02 10:00', 'tax'), take('2026-11-02 10:30', 2), deliver('2026-11-05 09:00')];
    expect(first(...sent, ...done).lateAfter).toBe('2026-11-06T16:59:59.999Z'); // from the delivery, one day
  });

  it('of a leg stands still while the applicant is waited for, and is put back by the wait', () => {
    const taken = [received(leg('tax', 1)), send('2026-11-02 09:00', 'tax'), take('2026-11-02 10:00')];
    const asked = doing('RequestSupplement', on('2026-11-02 11:00'));
    expect(first(...taken, asked)).toMatchObject({ late: false, lateAfter: null });
    const came = doing('CompleteSupplement', on('2026-11-10 11:00'));
    expect(first(...taken, asked, came).lateAfter).toBe('2026-11-11T16:59:59.999Z'); // what was left on 2/11 11:00, from 10/11
  });

  it('of a leg without a limit goes by the time on its way', () => {
    const sent = [received(leg('tax', null)), send('2026-11-02 09:00', 'tax')];
    expect(first(...sent).lateAfter).toBe(at('2026-11-03 09:00'));
  });

  it('lapses when the dossier ends before it is answered', () => {
    const sent = [received(), send('2026-11-02 09:00', null)];
    expect(first(...sent, withdraw('2026-11-02 11:00'))).toMatchObject({
      ...{ status: 'lapsed', transitMinutes: null, late: false, lateAfter: null },
    });
    expect(first(...sent, withdraw('2026-11-06 11:00')).late).toBe(true);
  });

  it('that was sent back is returned, and nobody held it', () => {
    expect(first(received(), send('2026-11-02 09:00', null), giveBack('2026-11-02 10:00'))).toMatchObject({
      ...{ status: 'returned', transitMinutes: 60, heldMinutes: null },
    });
  });

  it('bears the successor beside the agency of then', () => {
    const handed = doing('HandOverDossier', on('2026-11-02 10:00'), { from: 'H27.20', to: 'H27.21' });
    expect(first(received(leg('tax', 3)), send('2026-11-02 09:00', 'tax'), handed)).toMatchObject({
      ...{ from: 'H27.118', to: 'H27.20', fromNow: 'H27.118', toNow: 'H27.21' },
    });
  });

  it('counts nothing where no calendar has the days, and counts by the calendar it is given', () => {
    const history = [received(), send('2026-11-04 16:00', null), take('2026-11-06 08:00')];
    expect(flows([], ...history)).toMatchObject([{ transitMinutes: null, late: null, status: 'accepted' }]);
    expect(flows([publicCalendar], ...history)[0]?.transitMinutes).toBe(600); // 60 + 480 + 60
    expect(flows([calendarWithDaysOff('2026-11-05')], ...history)[0]?.transitMinutes).toBe(120);
  });
});
