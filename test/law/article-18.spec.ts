import { caseOf } from '#dossier';
import { doing, on, stateAfter } from '#testing';
import { dutiesAfter } from './duties.js';

const digital = [{ name: 'Tờ khai', originals: 0, copies: 0, digital: true, digest: 'ab'.repeat(32) }];
const received = doing('ReceiveDossier', on('2026-11-02 08:00'), {
  ...{ centre: 'H27.02', decidingAgency: 'H27.15', papers: digital },
});

describe('Điều 18 NĐ 118/2025', () => {
  it('an electronic file is with the deciding agency from its reception on (ND118-2025/18.1)', () => {
    expect(caseOf(stateAfter(received))?.holder).toBe('H27.15');
    expect(dutiesAfter(received).of('step')?.holder).toBe('unit-head@H27.15');
    expect(dutiesAfter(received).of('forward-paper')).toBeNull();
  });

  it('paper goes on the same day, from 15:00 on at the next opening (forward-paper, ND118-2025/18.2)', () => {
    const paper = (moment: string) => doing('ReceiveDossier', on(moment), { centre: 'H27.02' });
    const due = (moment: string) => dutiesAfter(paper(moment)).of('forward-paper')?.due;
    expect(due('2026-11-02 14:59')).toBe('2026-11-02 17:00');
    expect(due('2026-11-02 15:00')).toBe('2026-11-03 07:00');
    expect(dutiesAfter(paper('2026-11-02 09:00')).doneAt('2026-11-02 17:01')).toContain('EscalateToHead');
  });
});
