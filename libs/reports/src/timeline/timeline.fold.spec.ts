import type { DossierCommand } from '#dossier';
import { at, doing, historyOf, on } from '#testing';
import { foldTimeline, type TimelineRow } from './timeline.fold.js';

const after = (...commands: readonly DossierCommand[]): TimelineRow | null =>
  historyOf(...commands).reduce<TimelineRow | null>(foldTimeline, null);

const received = doing('ReceiveDossier', on('2026-11-02 08:00'));

describe('the timeline of a dossier', () => {
  it('holds everything that happened, in order, and the code from reception on', () => {
    const submitted = doing('SubmitDossier', on('2026-11-01 20:00'));
    expect(after(submitted)?.code).toBeNull();
    const row = after(submitted, doing('ReceiveDossier', on('2026-11-02 08:00'), { channel: 'online' }));
    expect(row?.code).toBe('H27.118-261102-0001');
    expect(row?.entries.map(({ revision, type }) => [revision, type])).toEqual([
      [0, 'DossierSubmitted'],
      [1, 'DossierReceived'],
    ]);
  });

  it('tells a late entry as such', () => {
    const late = on('2026-11-02 09:00', { entered: '2026-11-03 09:00', lateReason: 'Mất mạng' });
    expect(after(received, doing('PayFee', late))?.entries.at(-1)).toMatchObject({
      effectiveAt: at('2026-11-02 09:00'),
      recordedAt: at('2026-11-03 09:00'),
      lateReason: 'Mất mạng',
      actor: { id: 'canbo.01' },
      data: { amount: 50_000 },
    });
  });

  it('bears the code of the register that a dossier was imported from', () => {
    expect(after(doing('ImportDossier', on('2026-11-02 08:00')))?.code).toBe('case-10011');
  });
});
