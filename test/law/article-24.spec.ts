import { dossier } from '#dossier';
import { doing, historyOf, on, specify } from '#testing';

const given = specify(dossier);
const received = doing('ReceiveDossier', on('2026-11-02 08:00'));
const paid = doing('PayFee', on('2026-11-02 08:10'), { amount: 50_000, receiptNo: 'BL-9' });

describe('Điều 24 NĐ 118/2025', () => {
  it('a payment stands in the dossier with the number of its receipt (ND118-2025/24.1, ND118-2025/24.2)', () => {
    given(...historyOf(received))
      .when(paid)
      .then({ type: 'FeePaid', v: 1, data: { amount: 50_000, receiptNo: 'BL-9' } });
  });

  it('nothing is paid on a dossier that was withdrawn (ND118-2025/24.1)', () => {
    given(...historyOf(received, doing('WithdrawDossier', on('2026-11-02 08:05'))))
      .when(paid)
      .thenRefused('not-in-state');
  });
});
