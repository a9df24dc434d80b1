import { dossier } from '#dossier';
import { doing, historyOf, on, specify, stateAfter } from '#testing';
import { dutiesAfter } from './duties.js';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const withdrawn = doing('WithdrawDossier', on('2026-11-02 10:00'));
const stopped = doing('StopDossier', on('2026-11-02 10:00'));

describe('Điều 21 NĐ 118/2025', () => {
  it('who filed at the counter withdraws from the receipt on, not before (ND118-2025/21.1)', () => {
    given(...historyOf(received))
      .when(withdrawn)
      .thenWrites('DossierWithdrawn');
    given(...historyOf(doing('SubmitDossier', on('2026-11-02 07:30'), { channel: 'post' })))
      .when(withdrawn)
      .thenRefused('not-in-state', 'ND118-2025/21.1');
  });

  it.each([
    ['withdrawn', 'DossierWithdrawn', withdrawn],
    ['stopped', 'DossierStopped', stopped],
  ] as const)(
    'that it was %s stands in the log, and nobody owes anything more (ND118-2025/21.3)',
    (is, type, ending) => {
      expect(historyOf(received, ending).at(-1)?.type).toBe(type);
      expect(stateAfter(received, ending).situation.is).toBe(is);
      expect(dutiesAfter(received, ending).doneAt('2026-12-31 17:00')).toEqual([]);
    },
  );
});
