import type { RecordedDossierEvent } from '#dossier';
import type { DossierCommand } from '#dossier';
import { at, doing, historyOf, linkedTerms, on, sampleHistories } from '#testing';
import { foldRegister, isOpen, REGISTER_STATUSES, type RegisterRow } from './register.fold.js';

/** The row after a history. */
const rowOf = (history: readonly RecordedDossierEvent[]): RegisterRow => {
  let row: RegisterRow | null = null;
  for (const event of history) row = foldRegister(row, event);
  if (row === null) throw new Error('nothing happened');
  return row;
};
const after = (...commands: readonly DossierCommand[]) => rowOf(historyOf(...commands));

/** Monday 02/11 08:00, ten working days: due Monday 16/11 08:00. */
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const supplement = doing('RequestSupplement', on('2026-11-04 10:30'));
const completed = doing('CompleteSupplement', on('2026-11-10 14:00'));
const steps = [
  doing('AssignDossier', on('2026-11-03 09:00')),
  doing('CompleteStep', on('2026-11-05 08:00'), { step: 'appraise' }),
  doing('CompleteStep', on('2026-11-06 08:00'), { step: 'check' }),
];
const approved = doing('ApproveDecision', on('2026-11-09 08:00'));
const ready = doing('MarkResultReady', on('2026-11-10 08:00'));
const returned = doing('ReturnResult', on('2026-11-12 08:00'));

describe('a line of the register', () => {
  it('begins with reception: in process, held by the deciding agency, three equal due dates', () => {
    expect(after(received)).toMatchObject({
      code: 'H27.118-261102-0001',
      status: 'in-process',
      holder: 'H27.118',
      receivedAt: at('2026-11-02 08:00'),
      dueFirst: at('2026-11-16 08:00'),
      dueLawful: at('2026-11-16 08:00'),
      dueCurrent: at('2026-11-16 08:00'),
      supplements: 0,
    });
  });

  it('begins with an application that awaits the desk, without a code', () => {
    const submitted = doing('SubmitDossier', on('2026-11-01 20:00'));
    expect(after(submitted)).toMatchObject({ code: null, status: 'submitted', submittedAt: at('2026-11-01 20:00') });
    const taken = after(submitted, doing('ReceiveDossier', on('2026-11-02 08:00'), { channel: 'online' }));
    expect(taken).toMatchObject({ status: 'in-process', submittedAt: at('2026-11-01 20:00') });
    expect(taken.filedAt).toBe(at('2026-11-02 08:00'));
  });

  it('waits for a supplement, then bears the lawful date of the new count while the first stays', () => {
    expect(after(received, supplement)).toMatchObject({ status: 'awaiting-supplement', supplements: 1 });
    expect(after(received, supplement, completed)).toMatchObject({
      status: 'in-process',
      dueFirst: at('2026-11-16 08:00'),
      dueLawful: at('2026-11-25 14:00'), // RESET on 10/11 14:00: ten working days, 24/11 off
      dueCurrent: at('2026-11-25 14:00'),
    });
  });

  it('is finished by the first result, whenever the citizen comes', () => {
    expect(after(received, ...steps, approved, ready, returned)).toMatchObject({
      status: 'returned',
      finishedAt: at('2026-11-10 08:00'),
      returnedAt: at('2026-11-12 08:00'),
    });
  });

  it('moves the current date by a rescheduling in time, and not by one that came late', () => {
    const sorry = doing('IssueApology', on('2026-11-13 09:00'));
    const inTime = after(received, sorry, doing('RescheduleReturn', on('2026-11-13 10:00')));
    expect([inTime.dueLawful, inTime.dueCurrent]).toEqual([at('2026-11-16 08:00'), at('2026-11-19 08:00')]);
    const late = after(received, sorry, doing('RescheduleReturn', on('2026-11-17 07:00')));
    expect([late.dueCurrent, late.rescheduledTo]).toEqual([at('2026-11-16 08:00'), at('2026-11-19 08:00')]);
  });

  it('is found by every agency that has to do with it, and by none that is done', () => {
    const sent = doing('TransferDossier', on('2026-11-03 09:00'));
    const leg = doing('TransferDossier', on('2026-11-03 10:00'), { to: 'H27.20', leg: 'tax' });
    expect(after(received, sent).agencies).toEqual(['H27.118', 'H27.12']);
    const accepted = after(received, sent, doing('AcceptTransfer', on('2026-11-04 08:00')));
    expect([accepted.holder, accepted.agencies]).toEqual(['H27.12', ['H27.118', 'H27.12']]);
    expect(after(received, sent, doing('ReturnTransfer', on('2026-11-04 08:00'))).agencies).toEqual(['H27.118']);
    const linked = doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: linkedTerms });
    const held = [linked, leg, doing('AcceptTransfer', on('2026-11-04 08:00'), { by: 'H27.20' })];
    expect(after(...held).agencies).toEqual(['H27.118', 'H27.20']);
    expect(after(...held, doing('CompleteLeg', on('2026-11-05 08:00'))).agencies).toEqual(['H27.118']);
  });

  it('shows a corrected entry, and only of the entry that stands', () => {
    const fix = doing('CorrectEntry', on('2026-11-03 08:00'));
    expect(after(received, fix).phone).toBe('0912000002');
    const online = doing('SubmitDossier', on('2026-11-01 20:00'));
    const anew = doing('ReceiveDossier', on('2026-11-02 08:00'), { channel: 'online' });
    expect(after(online, anew, fix).phone).toBe('0912000001'); // revision 0 was entered anew by revision 1
  });

  it.each([
    ['withdrawn', [received, doing('WithdrawDossier', on('2026-11-03 08:00'))]],
    ['stopped', [received, doing('StopDossier', on('2026-11-03 08:00'))]],
    ['closed', [received, supplement, doing('CloseUnsupplemented', on('2026-11-20 08:00'))]],
    [
      'refused-at-desk',
      [doing('SubmitDossier', on('2026-11-01 20:00')), doing('RefuseAtDesk', on('2026-11-02 08:00'))],
    ],
    ['awaiting-payment', [received, doing('RequestFinancialObligation', on('2026-11-03 08:00'))]],
    ['decided', [received, ...steps, approved]],
    ['result-ready', [received, ...steps, approved, ready]],
    ['number-voided', [doing('VoidNumber', on('2026-11-02 08:00'))]],
    ['imported', [doing('ImportDossier', on('2026-11-02 08:00'))]],
  ] as const)('stands as %s', (status, commands) => {
    expect(after(...commands).status).toBe(status);
  });

  it('counts as open while somebody has to do something', () => {
    expect(REGISTER_STATUSES.filter((status) => isOpen({ status, correctionOpen: false }))).toEqual([
      ...['submitted', 'in-process', 'awaiting-supplement', 'awaiting-payment', 'decided', 'result-ready'],
    ]);
    const returned = sampleHistories['returned, correction open'] ?? [];
    expect([isOpen(after(...returned)), after(...returned).status]).toEqual([true, 'returned']);
    const mended = doing('CloseResultCorrection', on('2026-11-03 09:00'));
    expect(isOpen(after(...returned, mended))).toBe(false);
  });

  it('refuses a history without a beginning', () => {
    const [, asked] = historyOf(received, supplement);
    expect(() => asked && foldRegister(null, asked)).toThrow('no dossier begins with SupplementRequested');
  });
});
