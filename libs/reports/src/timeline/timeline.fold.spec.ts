import type { DossierCommand } from '#dossier';
import { at, doing, historyOf, on } from '#testing';
import { foldTimeline, type TimelineAdditions } from './timeline.fold.js';

const after = (...commands: readonly DossierCommand[]): TimelineAdditions | null =>
  historyOf(...commands).reduce<TimelineAdditions | null>(foldTimeline, null);

const received = doing('ReceiveDossier', on('2026-11-02 08:00'));

describe('the timeline of a dossier', () => {
  it('gets everything that happened, in order', () => {
    const submitted = doing('SubmitDossier', on('2026-11-01 20:00'));
    const row = after(submitted, doing('ReceiveDossier', on('2026-11-02 08:00'), { channel: 'online' }));
    expect(row?.erasedAt).toBeNull();
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
});
