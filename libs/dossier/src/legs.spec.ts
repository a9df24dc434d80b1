import { isLegLate, legsOf, type DossierCommand, type DossierCommands, type Terms } from '#dossier';
import { at, calendarWithDaysOff, doing, historyOf, linkedTerms, on, publicCalendar } from '#testing';

const days = (amount: number) => ({ amount, unit: 'working-day' as const });
const leg = (
  id: string,
  limit: { amount: number; unit: 'working-day' | 'hour' } | null,
  ...after: readonly string[]
) => ({
  ...{ id, after, agencyKind: 'tax', task: id, limit, waitsForApplicant: null },
});
/** Birth (8 h), then residence (1 day) and insurance (2 days) side by side; tax (3 days) waits for the applicant. */
const terms: Terms = {
  ...linkedTerms,
  workflow: {
    ...linkedTerms.workflow,
    legs: [
      leg('birth', { amount: 8, unit: 'hour' }),
      leg('residence', days(1), 'birth'),
      leg('insurance', days(2), 'birth'),
      { ...leg('tax', days(3)), waitsForApplicant: 'financial-obligation' },
      leg('opinion', null, 'residence', 'insurance'),
    ],
  },
};
const received = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms }); // a Monday
const sent = (moment: string, name: string, to: string, more: Partial<DossierCommands['TransferDossier']> = {}) =>
  doing('TransferDossier', on(moment), { leg: name, to, ...more });
const taken = (moment: string, transfer: number, by: string) => doing('AcceptTransfer', on(moment), { transfer, by });
const done = (moment: string, name: string, by: string) => doing('CompleteLeg', on(moment), { leg: name, by });
const legs = (...commands: readonly DossierCommand[]) =>
  Object.fromEntries(legsOf(historyOf(received, ...commands), publicCalendar).map((one) => [one.id, one]));

describe('the clock of a leg (chặng phối hợp)', () => {
  const birth = [sent('2026-11-02 09:00', 'birth', 'H27.118'), taken('2026-11-02 09:30', 1, 'H27.118')];
  const insurance = [sent('2026-11-02 09:40', 'insurance', 'G24'), taken('2026-11-02 10:00', 2, 'G24')];
  const born = done('2026-11-03 08:00', 'birth', 'H27.118');

  it('stands until it is sent, and runs from then on by its own limit, whenever it is taken over', () => {
    expect(legs()['birth']).toMatchObject({ status: 'not-sent', holder: null, startedAt: null, dueAt: null });
    expect(legs(...birth)['birth']).toMatchObject({
      ...{ status: 'running', holder: 'H27.118', sentAt: at('2026-11-02 09:00'), acceptedAt: at('2026-11-02 09:30') },
      ...{ startedAt: at('2026-11-02 09:00'), dueAt: at('2026-11-03 09:00'), completedAt: null, punctuality: null },
    });
  });

  it('waits for the legs before it although it was sent with them, and starts when the last has delivered', () => {
    expect(legs(...birth, ...insurance)['insurance']).toMatchObject({
      ...{ status: 'waiting', holder: 'G24', startedAt: null, dueAt: null },
    });
    expect(legs(...birth, ...insurance, born)['insurance']).toMatchObject({
      ...{ status: 'running', startedAt: at('2026-11-03 08:00'), dueAt: at('2026-11-05 08:00') }, // Tue; Wed 1, Thu 2
    });
  });

  it('starts when it is sent where the legs before it have delivered already', () => {
    const residence = sent('2026-11-06 16:00', 'residence', 'G01');
    expect(legs(...birth, born, residence)['residence']).toMatchObject({
      ...{ startedAt: at('2026-11-06 16:00'), dueAt: at('2026-11-09 16:00') }, // Friday to Monday
    });
  });

  it.each([
    ['2026-11-04 16:00', 'early'],
    ['2026-11-05 16:59', 'on-time'], // due Thursday 5 at 08:00: the date counts
    ['2026-11-06 07:30', 'late'],
  ])('delivered %s is %s', (moment, punctuality) => {
    expect(legs(...birth, ...insurance, born, done(moment, 'insurance', 'G24'))['insurance']).toMatchObject({
      ...{ status: 'done', completedAt: at(moment), punctuality },
    });
  });

  it('is late from the day after its due date while it runs', () => {
    const running = legs(...birth)['birth'];
    const late = (moment: string) => running !== undefined && isLegLate(running, at(moment));
    expect([late('2026-11-03 16:59'), late('2026-11-04 00:00')]).toEqual([false, true]); // due Tuesday 3 at 09:00
  });

  it('begins anew when it was sent back and is sent again, to another agency too', () => {
    const back = doing('ReturnTransfer', on('2026-11-02 10:00'), { by: 'H27.118' });
    const first = sent('2026-11-02 09:00', 'birth', 'H27.118');
    expect(legs(first, back)['birth']).toMatchObject({ status: 'returned', holder: null, dueAt: null });
    expect(legs(first, back, sent('2026-11-04 09:00', 'birth', 'H27.119'))['birth']).toMatchObject({
      ...{ status: 'running', holder: 'H27.119', startedAt: at('2026-11-04 09:00'), dueAt: at('2026-11-05 09:00') },
    });
  });

  it("goes by its transfer's limit where the workflow lays none down, and has no due date where neither does", () => {
    const before = [
      ...[...birth, ...insurance, born, done('2026-11-04 09:00', 'insurance', 'G24')],
      ...[sent('2026-11-04 09:10', 'residence', 'G01'), taken('2026-11-04 09:20', 3, 'G01')],
      done('2026-11-04 10:00', 'residence', 'G01'),
    ];
    const asked = (limit: DossierCommands['TransferDossier']['limit']) =>
      legs(...before, sent('2026-11-04 11:00', 'opinion', 'H27.12', { limit }))['opinion'];
    expect(asked(days(2))).toMatchObject({ limit: days(2), dueAt: at('2026-11-06 11:00') });
    expect(asked(null)).toMatchObject({ status: 'running', limit: null, dueAt: null, punctuality: null });
    expect(legs(...birth, sent('2026-11-02 10:00', 'tax', 'G12', { limit: days(9) }))['tax']).toMatchObject({
      limit: days(3), // the workflow's own
    });
  });

  it('stands while the applicant is asked for papers, whichever leg it is', () => {
    const asked = doing('RequestSupplement', on('2026-11-02 10:00'));
    expect(legs(...birth, asked)['birth']).toMatchObject({ pausedSince: at('2026-11-02 10:00') });
    expect(legs(...birth, asked, doing('CompleteSupplement', on('2026-11-09 07:00')))['birth']).toMatchObject({
      ...{ pausedSince: null, dueAt: at('2026-11-09 16:00') }, // 60 of 480 minutes used; 270 to 11:30, 150 from 13:30
    });
  });

  it('stands while a payment is awaited only where the leg waits for it; the others go on', () => {
    const tax = [sent('2026-11-02 10:00', 'tax', 'G12'), taken('2026-11-02 10:10', 2, 'G12')];
    const asked = doing('RequestFinancialObligation', on('2026-11-03 10:00'));
    const paid = doing('FulfilFinancialObligation', on('2026-11-10 10:00'));
    const waiting = legs(...birth, ...tax, asked);
    expect([waiting['birth']?.pausedSince, waiting['tax']?.pausedSince]).toEqual([null, at('2026-11-03 10:00')]);
    const going = legs(...birth, ...tax, asked, paid);
    expect(going['birth']?.dueAt).toBe(at('2026-11-03 09:00'));
    expect(going['tax']?.dueAt).toBe(at('2026-11-12 10:00')); // one of three days used; Tue 10 10:00, Wed 1, Thu 2
  });

  it('lies with the successor of its agency after a reorganisation, and its clock stays', () => {
    const over = doing('HandOverDossier', on('2026-11-02 15:00'), { from: 'H27.118', to: 'H27.119' });
    const before = legs(...birth)['birth'];
    expect(legs(...birth, over)['birth']).toEqual({ ...before, holder: 'H27.119' });
    const later = doing('HandOverDossier', on('2026-11-03 15:00'), { from: 'H27.118', to: 'H27.119' });
    expect(legs(...birth, born, later)['birth']?.holder).toBe('H27.118'); // what it has done, it has done
  });

  it('goes by the calendar that is given', () => {
    const [only] = legsOf(historyOf(received, ...birth), calendarWithDaysOff('2026-11-03'));
    expect(only?.dueAt).toBe(at('2026-11-04 09:00'));
  });
});
