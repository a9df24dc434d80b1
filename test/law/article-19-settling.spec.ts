import { dossier } from '#dossier';
import { doing, historyOf, on, specify } from '#testing';
import { dutiesAfter } from './duties.js';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00')); // due Mon 16/11 08:00
const assigned = doing('AssignDossier', on('2026-11-02 09:00'));
const appraised = doing('CompleteStep', on('2026-11-03 10:00'));
const checked = doing('CompleteStep', on('2026-11-03 11:00'), { step: 'check' });

describe('Điều 19 NĐ 118/2025', () => {
  it('the head assigns an officer, who then has forty hours to appraise (AssignDossier, ND118-2025/19.1)', () => {
    given(...historyOf(received))
      .when(assigned)
      .thenWrites('DossierAssigned', 'StepCompleted');
    const { of, doneAt } = dutiesAfter(received, assigned);
    expect(of('step')).toEqual({ holder: 'case-officer@H27.118', due: '2026-11-09 09:00', outcome: 'open' });
    expect(doneAt('2026-11-09 09:00')).toEqual(['ForecastLateness']);
  });

  it('nobody is assigned before the file is there, nor after the decision (ND118-2025/19.1)', () => {
    given(...historyOf(doing('SubmitDossier', on('2026-11-02 07:30'))))
      .when(assigned)
      .thenRefused('not-in-state', 'ND118-2025/19.1');
  });

  it('a refusal after appraisal says why, and is a result (RefuseDecision, ND118-2025/19.3)', () => {
    const refused = doing('RefuseDecision', on('2026-11-03 14:00'), { reason: 'Không đủ điều kiện' });
    const history = historyOf(received, assigned, appraised, checked, refused);
    expect(history.at(-1)).toMatchObject({ type: 'DecisionRefused', data: { reason: 'Không đủ điều kiện' } });
    const ready = doing('MarkResultReady', on('2026-11-03 15:00'));
    expect(historyOf(received, assigned, appraised, checked, refused, ready).at(-1)).toMatchObject({
      ...{ type: 'ResultReady', data: { kind: 'refused' } },
    });
    expect(dutiesAfter(received, assigned, appraised, checked, refused).of('result')).toMatchObject({
      ...{ due: '2026-11-16 08:00', outcome: 'open' },
    });
  });

  it('an opinion is overdue after its day; its agency and the head of the office are told (ND118-2025/19.4)', () => {
    const asked = doing('RequestOpinion', on('2026-11-02 10:00')); // by Thu 12/11 17:00
    const notified = doing('NotifyOpinionOverdue', on('2026-11-12 17:01'));
    expect(dutiesAfter(received, assigned, asked).doneAt('2026-11-12 17:01')).toContain('NotifyOpinionOverdue');
    const { toldBy } = dutiesAfter(received, assigned, asked, notified);
    expect(toldBy('2026-11-12 17:02', 'opinion')).toEqual(['overdue', 'escalated']);
  });
});
