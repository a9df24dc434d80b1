import type { DossierCommand, Terms } from '#dossier';
import { at, doing, on, publicCalendar, terms } from '#testing';
import { lived } from '../../../test/lived.js';
import { partsSeen, type Terms as Added } from '../definition.js';
import { transfers } from './transfers.js';

/** What is added by the end of a minute. */
function added(life: readonly DossierCommand[], moment: string, calendars = [publicCalendar]): Added {
  const sums: Record<string, number> = {};
  for (const { terms: some } of partsSeen(transfers, lived(...life), { at: at(moment), calendars }))
    for (const [name, number] of Object.entries(some)) sums[name] = (sums[name] ?? 0) + number;
  return sums;
}

const leg = (id: string, after: readonly string[] = []) => ({
  ...{ id, after, agencyKind: id, task: id, waitsForApplicant: null },
  limit: { amount: 1, unit: 'working-day' as const },
});
const received = (...legs: Terms['workflow']['legs']) =>
  doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: { ...terms, workflow: { ...terms.workflow, legs } } });
const send = (moment: string, of: string | null) =>
  doing('TransferDossier', on(moment), { leg: of, to: 'H27.20', form: 'electronic' });
const take = (moment: string, transfer = 1) => doing('AcceptTransfer', on(moment), { transfer, by: 'H27.20' });
const giveBack = (moment: string) => doing('ReturnTransfer', on(moment), { transfer: 1, by: 'H27.20' });
const deliver = (moment: string, of = 'tax') => doing('CompleteLeg', on(moment), { leg: of, by: 'H27.20' });
const whole = [received(), send('2026-11-02 16:00', null)];
const ofLeg = [received(leg('tax')), send('2026-11-02 09:00', 'tax'), take('2026-11-02 10:00')];
const accepted = { sent: 1, accepted: 1, timed: 1, 'minutes-on-the-way': 60 };

describe('lưu chuyển hồ sơ, at its edges (Article 20.1)', () => {
  it('a dossier is on its way in time to the last moment of its working day, and late after it', () => {
    expect(added(whole, '2026-11-03 16:00')).toEqual({ sent: 1, 'in-transit': 1 });
    expect(added(whole, '2026-11-03 16:01')).toEqual({ sent: 1, 'in-transit': 1, late: 1 });
    expect(added([...whole, take('2026-11-03 16:00')], '2026-11-04 08:00')).toEqual({
      ...{ sent: 1, accepted: 1, 'in-time': 1, timed: 1, 'minutes-on-the-way': 480 },
    });
    expect(added([...whole, take('2026-11-03 16:01')], '2026-11-04 08:00')).toEqual({
      ...{ sent: 1, accepted: 1, late: 1, timed: 1, 'minutes-on-the-way': 481 },
    });
  });

  it('what is sent back was answered too', () => {
    expect(added([...whole, giveBack('2026-11-03 08:00')], '2026-11-04 08:00')).toEqual({
      ...{ sent: 1, returned: 1, 'in-time': 1, timed: 1, 'minutes-on-the-way': 120 },
    });
  });

  it('lapses with its dossier: in no rate where it was in time, late where it was late', () => {
    const withdrawn = (moment: string) => added([...whole, doing('WithdrawDossier', on(moment))], '2026-11-10 08:00');
    expect(withdrawn('2026-11-03 16:00')).toEqual({ sent: 1, lapsed: 1 });
    const inTime = lived(...whole, doing('WithdrawDossier', on('2026-11-03 16:00')));
    expect(transfers.parts(inTime, [publicCalendar])).toHaveLength(2); // nothing of it is in time, nothing late
    expect(withdrawn('2026-11-03 16:01')).toEqual({ sent: 1, lapsed: 1, late: 1 });
  });

  it('a leg is in time by the day of its own due date, on the day of its delivery', () => {
    expect(added(ofLeg, '2026-11-03 23:59')).toEqual(accepted);
    expect(added(ofLeg, '2026-11-04 00:00')).toEqual({ ...accepted, late: 1 });
    expect(added([...ofLeg, deliver('2026-11-03 16:00')], '2026-11-05 08:00')).toEqual({ ...accepted, 'in-time': 1 });
    expect(added([...ofLeg, deliver('2026-11-04 07:00')], '2026-11-05 08:00')).toEqual({ ...accepted, late: 1 });
  });

  it('a leg that was sent back is done with', () => {
    const back = [received(leg('tax')), send('2026-11-02 09:00', 'tax'), giveBack('2026-11-02 10:00')];
    expect(added(back, '2026-11-10 08:00')).toEqual({
      ...{ sent: 1, returned: 1, 'in-time': 1, timed: 1, 'minutes-on-the-way': 60 },
    });
  });

  it('a leg stands while the applicant is waited for, neither in time nor late', () => {
    const asked = [...ofLeg, doing('RequestSupplement', on('2026-11-02 11:00'))];
    expect(added(asked, '2026-11-10 08:00')).toEqual(accepted);
    const lateBefore = [...ofLeg, doing('RequestSupplement', on('2026-11-04 11:00'))];
    expect(added(lateBefore, '2026-11-10 08:00')).toEqual({ ...accepted, late: 1 });
  });

  it('a leg that waits for another has no due date yet', () => {
    const waiting = [received(leg('tax'), leg('registry', ['tax'])), send('2026-11-02 09:00', 'registry')];
    expect(added(waiting, '2026-11-20 08:00')).toEqual({ sent: 1, 'in-transit': 1 });
  });

  it('is counted and not judged where no calendar has the days', () => {
    expect(added([...whole, take('2026-11-03 08:00')], '2026-11-04 08:00', [])).toEqual({
      ...{ sent: 1, accepted: 1, 'not-computable': 1 },
    });
    const ends = { ...publicCalendar, years: publicCalendar.years.filter(({ year }) => year <= 2026) };
    const inDecember = [
      doing('ReceiveDossier', on('2026-12-31 08:00'), { terms }),
      doing('TransferDossier', on('2026-12-31 16:00'), { to: 'H27.20' }),
    ];
    expect(added(inDecember, '2026-12-31 17:00', [ends])).toEqual({ sent: 1, 'in-transit': 1, 'not-computable': 1 });
    // The next version has the year: late after the first working day of it, answered or not.
    const next = { ...publicCalendar, version: ends.version + 1 };
    const late = { sent: 1, 'in-transit': 1, late: 1 };
    expect(added(inDecember, '2027-03-01 08:00', [ends, next])).toEqual(late);
    expect(added(inDecember, '2027-01-04 16:00', [ends, next])).toEqual({ sent: 1, 'in-transit': 1 });
    expect(added(inDecember, '2027-01-04 16:01', [ends, next])).toEqual(late);
    const answered = [...inDecember, take('2027-02-26 08:00')];
    expect(added(answered, '2027-03-01 08:00', [ends, next])).toMatchObject({ accepted: 1, late: 1, timed: 1 });
  });

  it('a dossier of an older register has sent nothing', () => {
    const dates = { startedAt: '2026-10-01T02:00:00.000Z', promisedAt: null, endedAt: null };
    expect(added([doing('ImportDossier', on('2026-11-02 07:30'), dates)], '2026-11-20 08:00')).toEqual({});
  });
});
