import type { DossierCommand } from '#dossier';
import { at, doing, on, paper, publicCalendar, terms } from '#testing';
import { lived, received, worked } from '../../../test/lived.js';
import type { FigureDefinition } from '../definition.js';
import { apologies } from './apologies.js';
import { digitisation } from './digitisation.js';
import { firstPromise } from './first-promise.js';
import { DOSSIER_FIGURES, onTimeRate } from './index.js';
import { onlineShare } from './online-share.js';
import { receptionInTime } from './reception-in-time.js';
import { resultCorrections } from './result-corrections.js';
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

  it('result corrections: each, when it was found, until when it was to be done, and when it was', () => {
    const found = doing('OpenResultCorrection', on('2026-11-09 09:00'));
    const dates = [at('2026-11-09 09:00'), at('2026-11-12 09:00'), null];
    expect(told(resultCorrections, ...finished, found)).toEqual(dates);
    const [first] = resultCorrections.because(lived(...finished, found), []);
    expect(first?.vi).toBe('lần sửa 1, phát hiện');
  });

  it('is said by every figure, each fact by its name', () => {
    const life = lived(...finished);
    const names = DOSSIER_FIGURES.map(({ name, because }) => [
      name,
      because(life, [publicCalendar]).map(({ vi }) => vi),
    ]);
    expect(Object.fromEntries(names)).toEqual({
      'on-time-rate': ['hạn luật định', 'hạn hiện tại', 'so sánh', 'nhập kết thúc lúc'],
      apologies: [
        ...['hạn luật định (so sánh theo ngày)', 'văn bản xin lỗi đầu tiên'],
        ...['văn bản đầu tiên kể từ khi hạn luật định dời lần cuối', 'hạn gửi văn bản xin lỗi'],
      ],
      'promised-cut': ['thời hạn luật định', 'thời hạn đã hứa'],
      'actual-cut': ['thời hạn luật định', 'phút làm việc cơ quan giữ', 'lần chờ người nộp'],
      'first-promise-kept': ['hạn trên giấy hẹn (so sánh theo ngày)', 'lần yêu cầu bổ sung', 'hẹn lại'],
      'reception-in-time': ['nộp trực tuyến', 'phải trả lời trước hoặc đúng lúc', 'trả lời'],
      satisfaction: ['đánh giá lần đầu', 'mức đánh giá'],
      digitisation: ['giấy tờ khi tiếp nhận', 'kết quả đầu tiên', 'hình thức kết quả'],
      'online-share': ['hình thức nộp', 'thủ tục'],
      transfers: [],
      'result-corrections': [],
    });
  });

  it('names each transfer, its leg, and how it was answered', () => {
    const leg = { ...{ id: 'tax', after: [], agencyKind: 'tax', task: 'tax', waitsForApplicant: null }, limit: null };
    const withLeg = { ...terms, workflow: { ...terms.workflow, legs: [leg] } };
    const life = lived(
      doing('ReceiveDossier', on('2026-11-02 08:00'), { terms: withLeg }),
      doing('TransferDossier', on('2026-11-02 09:00'), { leg: 'tax', to: 'H27.20' }),
      doing('ReturnTransfer', on('2026-11-02 10:00'), { transfer: 1, by: 'H27.20' }),
      doing('TransferDossier', on('2026-11-02 11:00'), { to: 'H27.30' }),
    );
    expect(transfers.because(life, []).map((fact) => [fact.vi, 'at' in fact ? fact.at : fact.is])).toEqual([
      ['lần chuyển 1 đến H27.20 (chặng tax), chuyển', at('2026-11-02 09:00')],
      ['lần chuyển 1 đến H27.20 (chặng tax), đúng hạn đến hết', null], // no calendar is known
      ['lần chuyển 1 đến H27.20 (chặng tax), trả lại', at('2026-11-02 10:00')],
      ['lần chuyển 1 đến H27.20 (chặng tax), trả kết quả', null],
      ['lần chuyển 2 đến H27.30, chuyển', at('2026-11-02 11:00')],
      ['lần chuyển 2 đến H27.30, đúng hạn đến hết', null],
      ['lần chuyển 2 đến H27.30, nhận', null],
    ]);
    expect(transfers.because(lived(filed), [publicCalendar])).toEqual([]);
  });

  it('says what is not known, and what is on paper', () => {
    const onPaper = { ...paper, digital: false, digest: null };
    const received2 = doing('ReceiveDossier', on('2026-11-02 08:00'), { papers: [onPaper] });
    const result = doing('MarkResultReady', on('2026-11-05 11:00'), { papers: [onPaper] });
    expect(told(digitisation, received2, ...worked('2026-11-05'), result)).toEqual([
      ...['chưa số hóa hết', at('2026-11-05 11:00'), 'giấy'],
    ]);
    const imported = { startedAt: '2026-10-01T02:00:00.000Z', promisedAt: null, endedAt: null };
    const older = doing('ImportDossier', on('2026-11-02 07:30'), imported);
    expect([told(digitisation, older)[0], told(onlineShare, older)[1]]).toEqual(['không rõ', 'không rõ']);
  });
});
