import { dossier } from '#dossier';
import { at, doing, historyOf, on, specify, stateAfter } from '#testing';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));

describe('entries late, early and out of order (nhập muộn)', () => {
  const late = (moment: string, lateReason?: string) =>
    doing(
      'AssignDossier',
      on(moment, { entered: '2026-11-05 08:00', ...(lateReason === undefined ? {} : { lateReason }) }),
    );

  it('a late entry says why', () => {
    given(...historyOf(received))
      .when(late('2026-11-03 09:00', 'Mất điện'))
      .thenWrites('DossierAssigned', 'StepCompleted');
    given(...historyOf(received))
      .when(late('2026-11-03 09:00'))
      .thenRefused('late-reason-missing');
    given(...historyOf(received))
      .when(late('2026-11-03 09:00', ' '))
      .thenRefused('late-reason-missing');
  });

  it('nothing happens before the event before it', () => {
    given(...historyOf(received))
      .when(late('2026-11-02 07:59', 'Mất điện'))
      .thenRefused('out-of-order');
    given(...historyOf(received))
      .when(late('2026-11-02 08:00', 'Mất điện'))
      .thenWrites('DossierAssigned', 'StepCompleted');
  });

  it('what the engine said meanwhile keeps nobody from entering what had happened before', () => {
    const asked = doing('RequestOpinion', on('2026-11-02 10:00'), { answerBy: at('2026-11-03 10:00') });
    const said = [
      doing('ForecastLateness', on('2026-11-04 08:00'), { by: 'rule' }),
      doing('EscalateToHead', on('2026-11-04 08:00')),
      doing('NotifyOpinionOverdue', on('2026-11-04 08:00')),
    ];
    given(...historyOf(received, asked, ...said))
      .when(late('2026-11-03 09:00', 'Mất điện'))
      .thenWrites('DossierAssigned', 'StepCompleted');
    given(...historyOf(received, asked, ...said))
      .when(late('2026-11-02 09:59', 'Mất điện'))
      .thenRefused('out-of-order');
  });

  it('nothing is entered before it happens', () => {
    given(...historyOf(received))
      .when(doing('AssignDossier', on('2026-11-06 09:00', { entered: '2026-11-05 08:00', lateReason: 'Nhầm' })))
      .thenRefused('future-effective-time');
  });

  it('a reception entered late counts from the real moment', () => {
    const [event] = historyOf(
      doing('ReceiveDossier', on('2026-11-02 08:00', { entered: '2026-11-05 08:00', lateReason: 'Mất mạng' })),
    );
    expect(event?.data).toMatchObject({ due: { dueAt: at('2026-11-16 08:00') } });
  });
});

describe('records beside the clock', () => {
  it('a correction of an entry leaves the past event and the state as they were', () => {
    const corrected = doing('CorrectEntry', on('2026-11-03 09:00'));
    expect(stateAfter(received, corrected).situation).toEqual(stateAfter(received).situation);
    given(...historyOf(received))
      .when(doing('CorrectEntry', on('2026-11-03 09:00'), { revision: 1 }))
      .thenRefused('invalid-input');
  });

  it('a number is voided once, and the late reception takes a new one (Điều 28)', () => {
    const voided = doing('VoidNumber', on('2026-11-02 07:50'), { code: 'H27.118-261102-0001' });
    given(...historyOf(voided))
      .when(doing('VoidNumber', on('2026-11-02 07:55'), { code: 'H27.118-261102-0001' }))
      .then();
    given(...historyOf(voided))
      .when(received)
      .thenRefused('number-voided', 'ND118-2025/28');
    given(...historyOf(voided))
      .when(doing('ReceiveDossier', on('2026-11-02 08:00'), { code: 'H27.118-261102-0002' }))
      .thenWrites('DossierReceived');
  });

  it('the number that a dossier bears is never voided', () => {
    given(...historyOf(received))
      .when(doing('VoidNumber', on('2026-11-02 09:00'), { code: 'H27.118-261102-0001' }))
      .thenRefused('already-received', 'ND118-2025/28');
  });

  const imported = doing('ImportDossier', on('2026-11-02 07:30'));

  it('an imported activity changes no state and may lie in any order', () => {
    const past = { entered: '2026-11-02 07:31' };
    const activity = doing('ImportActivity', on('2011-10-12 15:26', past));
    expect(stateAfter(imported, activity)).toEqual({ ...stateAfter(imported), revision: 1 });
    given(...historyOf(imported, activity))
      .when(doing('ImportActivity', on('2011-10-11 09:00', past)))
      .thenWrites('ActivityImported');
  });

  it('an imported activity does not lie in the future', () => {
    given(...historyOf(imported))
      .when(doing('ImportActivity', on('2026-12-01 08:00', { entered: '2026-11-02 08:00' })))
      .thenRefused('future-effective-time');
  });

  it('imported again, only what the register has learnt since is written', () => {
    const again = (changes: object) =>
      doing('ImportDossier', on('2026-11-02 07:30', { entered: '2026-11-03 08:00', lateReason: 'Nhập lại' }), changes);
    const ended = { endedAt: '2011-12-01T00:00:00.000Z' };
    given(...historyOf(imported))
      .when(again({}))
      .thenWrites();
    given(...historyOf(imported))
      .when(again(ended))
      .thenWrites('DossierImported');
    given(...historyOf(imported, again(ended)))
      .when(again({}))
      .thenRefused('contradicts-what-was-imported');
    given(...historyOf(imported))
      .when(again({ channel: 'Desk' }))
      .thenRefused('contradicts-what-was-imported');
    given(...historyOf(imported))
      .when(again({ endedAt: '2011-01-01T00:00:00.000Z' }))
      .thenRefused('ends-before-start');
  });

  it('an imported dossier is history: it is not received again', () => {
    given(...historyOf(imported))
      .when(received)
      .thenRefused('not-in-state', 'ND118-2025/17.3');
  });

  const ended = [received, doing('WithdrawDossier', on('2026-11-02 16:00'))];
  const erase = (at: string, approvedBy = ['lanhdao.01', 'lanhdao.02']) =>
    doing('EraseApplicant', on(at), { keptDays: 30, approvedBy });

  it('erases the applicant of an ended dossier once it need be kept no longer: 2/11 and 30 days are 2/12', () => {
    given(...historyOf(...ended))
      .when(erase('2026-12-02 08:00'))
      .thenWrites('ApplicantErased');
    given(...historyOf(...ended))
      .when(erase('2026-12-01 17:00'))
      .thenRefused('still-kept');
  });

  it('erases nobody whose dossier still runs, and nobody by the word of one person', () => {
    given(...historyOf(received))
      .when(erase('2026-12-02 08:00'))
      .thenRefused('not-in-state');
    given(...historyOf(...ended))
      .when(erase('2026-12-02 08:00', ['lanhdao.01', 'lanhdao.01']))
      .thenRefused('two-persons-needed');
  });

  it('is content with an erasure that was done, and enters nothing more after it', () => {
    const erased = historyOf(...ended, erase('2026-12-02 08:00'));
    given(...erased)
      .when(erase('2026-12-03 08:00'))
      .then();
    given(...erased)
      .when(doing('RateSatisfaction', on('2026-12-03 08:00')))
      .thenRefused('applicant-erased');
  });
});
