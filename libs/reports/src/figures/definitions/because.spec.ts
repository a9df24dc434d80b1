import type { DossierCommand } from '#dossier';
import { at, doing, on, publicCalendar } from '#testing';
import { lived, received, worked } from '../../../test/lived.js';
import type { FigureDefinition } from '../definition.js';
import { apologies } from './apologies.js';
import { digitisation } from './digitisation.js';
import { firstPromise } from './first-promise.js';
import { DOSSIER_FIGURES, onTimeRate } from './index.js';
import { onlineShare } from './online-share.js';
import { receptionInTime } from './reception-in-time.js';
import { satisfaction } from './satisfaction.js';
import { actualCut, promisedCut } from './time-cuts.js';
import { transfers } from './transfers.js';

/** What a figure goes by, as it is told of a life. */
const told = (definition: FigureDefinition, ...life: readonly DossierCommand[]) =>
  definition.because(lived(...life), [publicCalendar]).map((fact) => ('at' in fact ? fact.at : fact.is));
const ready = doing('MarkResultReady', on('2026-11-05 11:00'));
const finished = [received, ...worked('2026-11-05'), ready];
const filed = doing('SubmitDossier', on('2026-11-02 07:00'));
const due = at('2026-11-16 08:00');

describe('why a dossier is in a figure as it is', () => {
  it('on time: its dates, and when its end was entered', () => {
    expect(told(onTimeRate, received)).toEqual([due, due, 'theo ngày, không theo giờ']);
    expect(told(onTimeRate, ...finished).at(-1)).toBe(at('2026-11-05 11:00'));
  });

  it('apologies: the date, the apologies and until when one was due', () => {
    const apology = at('2026-11-13 16:00');
    expect(told(apologies, received)).toEqual([due, null, null, at('2026-11-13 17:00')]);
    expect(told(apologies, received, doing('IssueApology', on('2026-11-13 16:00')))).toEqual([
      ...[due, apology, apology, at('2026-11-13 17:00')],
    ]);
  });

  it('cuts: the limits, and what was held without the waits', () => {
    const tenDays = '10 working-day';
    expect(told(promisedCut, received)).toEqual([tenDays, tenDays]);
    expect(told(actualCut, ...finished)).toEqual([tenDays, 420 + 2 * 480 + 240, 0]); // 2/11 from 08:00, two days, 5/11 07:00–11:00
    expect(told(actualCut, received)).toEqual([tenDays, 'không tính được', 0]);
    const imported = { startedAt: '2026-10-01T02:00:00.000Z', promisedAt: null, endedAt: null };
    expect(told(promisedCut, doing('ImportDossier', on('2026-11-02 07:30'), imported))).toEqual(['không rõ']);
  });

  it('first promise: its date, how often a supplement was asked for, whether it was put back', () => {
    expect(told(firstPromise, received)).toEqual([due, 0, 'không']);
    const back = [doing('IssueApology', on('2026-11-04 16:00')), doing('RescheduleReturn', on('2026-11-04 16:10'))];
    const asked = doing('RequestSupplement', on('2026-11-04 16:20'));
    expect(told(firstPromise, received, ...back, asked)).toEqual([due, 1, 'có']);
  });

  it('reception: when it was filed, until when it was to be answered, when it was', () => {
    expect(told(receptionInTime, filed)).toEqual([at('2026-11-02 07:00'), at('2026-11-02 17:00'), null]);
    const refused = doing('RefuseAtDesk', on('2026-11-02 09:00'));
    expect(told(receptionInTime, filed, refused).at(-1)).toBe(at('2026-11-02 09:00'));
    expect(told(receptionInTime, received)).toEqual([null, null, at('2026-11-02 08:00')]);
  });

  it('satisfaction, digitisation, online share: what was told', () => {
    expect(told(satisfaction, ...finished)).toEqual([null, 'chưa đánh giá']);
    const rated = doing('RateSatisfaction', on('2026-11-06 09:00'), { overall: 5 });
    expect(told(satisfaction, ...finished, rated)).toEqual([at('2026-11-06 09:00'), 5]);
    expect(told(digitisation, received)).toEqual(['đều số hóa', null, 'chưa có']);
    expect(told(digitisation, ...finished)).toEqual(['đều số hóa', at('2026-11-05 11:00'), 'điện tử']);
    expect(told(onlineShare, received)).toEqual(['counter', '1.012784']);
  });

  it('transfers: each, until when it was in time, and what became of it', () => {
    const sent = doing('TransferDossier', on('2026-11-02 16:00'), { to: 'H27.20' });
    const taken = doing('AcceptTransfer', on('2026-11-03 08:00'), { transfer: 1, by: 'H27.20' });
    const by = at('2026-11-03 16:00');
    expect(told(transfers, received, sent, taken)).toEqual([at('2026-11-02 16:00'), by, at('2026-11-03 08:00')]);
    const [way] = transfers.because(lived(received, sent), [publicCalendar]);
    expect(way?.vi).toBe('lần chuyển 1 đến H27.20, chuyển');
    expect(told(transfers, received)).toEqual([]);
  });

  it('is said by every figure, each fact under a name of its own', () => {
    const life = lived(...finished);
    for (const { name, because } of DOSSIER_FIGURES.filter((figure) => figure !== transfers)) {
      const names = because(life, [publicCalendar]).map(({ vi }) => vi);
      expect([name, names.length > 0, new Set(names).size]).toEqual([name, true, names.length]);
    }
  });
});
