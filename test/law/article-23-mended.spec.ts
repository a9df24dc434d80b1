import { dossier } from '#dossier';
import { doing, historyOf, on, specify } from '#testing';
import { dutiesAfter } from './duties.js';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const returned = [
  received,
  doing('AssignDossier', on('2026-11-02 09:00')),
  doing('CompleteStep', on('2026-11-02 10:00')),
  doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' }),
  doing('ApproveDecision', on('2026-11-02 14:00')),
  doing('MarkResultReady', on('2026-11-02 15:00')),
  doing('ReturnResult', on('2026-11-02 16:00')),
];
const wrong = doing('OpenResultCorrection', on('2026-11-05 09:00'));

describe('Điều 23 NĐ 118/2025', () => {
  it('a wrong result comes back corrected in three working days, or the head is told (correction, ND118-2025/23.1)', () => {
    const { of, doneAt } = dutiesAfter(...returned, wrong);
    expect(of('correction')).toEqual({ holder: 'unit-head@H27.118', due: '2026-11-10 09:00', outcome: 'open' });
    expect(doneAt('2026-11-10 09:01')).toEqual(['EscalateToHead']);
    const corrected = doing('CloseResultCorrection', on('2026-11-09 09:00'));
    expect(dutiesAfter(...returned, wrong, corrected).of('correction')?.outcome).toBe('kept');
  });

  it('a loss says who had the file and how it is made good, and moves no date (ND118-2025/23.2)', () => {
    const lost = doing('ReportLoss', on('2026-11-03 09:00'), { holder: 'H27.118', remedy: 'Lập lại hồ sơ' });
    given(...historyOf(received))
      .when(lost)
      .then({ type: 'DossierLossReported', v: 1, data: { holder: 'H27.118', remedy: 'Lập lại hồ sơ' } });
    expect(dutiesAfter(received, lost).of('result')).toEqual(dutiesAfter(received).of('result'));
    given(...historyOf(doing('SubmitDossier', on('2026-11-02 07:30'))))
      .when(lost)
      .thenRefused('not-in-state', 'ND118-2025/23.2');
  });
});
