import { dossier } from '#dossier';
import { doing, historyOf, on, specify } from '#testing';
import { dutiesAfter } from './duties.js';

const given = specify(dossier);
const worked = [
  doing('ReceiveDossier', on('2026-11-02 08:00'), { collectAt: 'H27.118.2' }),
  doing('AssignDossier', on('2026-11-02 09:00')),
  doing('CompleteStep', on('2026-11-02 10:00')),
  doing('CompleteStep', on('2026-11-02 11:00'), { step: 'check' }),
];
const approved = doing('ApproveDecision', on('2026-11-02 14:00'));
const ready = doing('MarkResultReady', on('2026-11-02 15:00'));
const returned = doing('ReturnResult', on('2026-11-02 16:00'));

describe('Điều 22 NĐ 118/2025', () => {
  it('a result is issued only when it was signed (ND118-2025/22.1)', () => {
    given(...historyOf(...worked))
      .when(ready)
      .thenRefused('not-in-state', 'ND118-2025/19.3');
    given(...historyOf(...worked, approved))
      .when(ready)
      .thenWrites('StepCompleted', 'ResultReady');
  });

  it('is returned once, and where it lies uncollected the desk that the receipt names is told (ND118-2025/22.3)', () => {
    const { of, toldBy } = dutiesAfter(...worked, approved, ready);
    expect(of('collect')).toMatchObject({ holder: 'reception-officer@H27.118.2', due: '2026-11-09 15:00' });
    expect(toldBy('2026-11-09 15:00', 'collect')).toEqual(['overdue']);
    given(...historyOf(...worked, approved, ready, returned))
      .when(doing('ReturnResult', on('2026-11-02 16:30')))
      .thenRefused('already-returned', 'ND118-2025/22.3');
  });

  it('nobody is erased from a dossier that must still be kept (ND118-2025/22.6)', () => {
    const erase = (moment: string) => doing('EraseApplicant', on(moment), { keptDays: 3653 });
    given(...historyOf(...worked, approved, ready, returned))
      .when(erase('2026-12-02 08:00'))
      .thenRefused('still-kept');
    given(...historyOf(...worked, approved, ready, returned))
      .when(erase('2036-11-02 08:00')) // 3653 days: ten years, three of them leap years
      .thenWrites('ApplicantErased');
  });
});
