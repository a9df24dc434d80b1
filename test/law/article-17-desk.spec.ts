import { dossier } from '#dossier';
import { doing, historyOf, on, specify } from '#testing';

const given = specify(dossier);
const submitted = doing('SubmitDossier', on('2026-11-02 07:30'));
const refusal = doing('RefuseAtDesk', on('2026-11-02 08:00'), { reason: 'Không thuộc thẩm quyền' });

describe('Điều 17 khoản 1 NĐ 118/2025', () => {
  it('who is refused at the desk is told why (ND118-2025/17.1)', () => {
    given(...historyOf(submitted))
      .when(refusal)
      .then({ type: 'DossierRefusedAtDesk', v: 1, data: { reason: 'Không thuộc thẩm quyền' } });
  });

  it('what was received is refused at the desk no more (ND118-2025/17.1)', () => {
    given(...historyOf(submitted, doing('ReceiveDossier', on('2026-11-02 07:50'), { channel: 'online' })))
      .when(refusal)
      .thenRefused('not-in-state', 'ND118-2025/17.1');
  });
});
