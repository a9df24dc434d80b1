import {
  changedTerms,
  closedPeriodOf,
  closedPeriodsIn,
  closePeriod,
  lastSaid,
  periodStream,
  restatePeriod,
  upcastOversight,
  type Closing,
} from '#oversight';
import { recorded } from '../test/recorded.js';

const closing = (digest: string, changes: Partial<Closing> = {}): Closing => ({
  ...{ agency: 'H27.118', from: '2026-10-15', to: '2026-11-14', asOf: '0a', evaluatedAt: '2026-11-14T16:59:59.999Z' },
  ...{ quarantined: 0, agencies: ['H27.118'], refused: [] },
  figures: [
    { figure: 'on-time-rate', definitionVersion: 2, dossiers: 4, digest, terms: [{ term: 'strict-late', number: 1 }] },
  ],
  ...changes,
});
const AFTER = '2026-11-15';
const [closed] = closePeriod(null, closing('aa'), AFTER);
const STREAM = 'period-H27.118-2026-10-15-2026-11-14';
const log = [upcastOversight(recorded(STREAM, 0, { type: 'PeriodClosed', v: 3, data: closing('aa') }))];
const current = closedPeriodOf(log);

describe('closing a period (khóa sổ)', () => {
  it('is done once, when it is over', () => {
    expect(closed?.data).toEqual(closing('aa'));
    expect(() => closePeriod(null, closing('aa'), '2026-11-14')).toThrow('period-not-over');
    expect(() => closePeriod(current, closing('aa'), AFTER)).toThrow('period-already-closed');
  });

  it.each([
    ['reversed', { from: '2026-11-15' }],
    ['of no day', { to: '2026-11-31' }],
  ])('refuses a period that is %s', (_what, change) => {
    expect(() => periodStream(closing('aa', change))).toThrow('invalid-input');
  });

  it('is restated with a reason where a figure came out otherwise, and keeps what was signed', () => {
    const restated = { ...closing('bb', { asOf: '0b' }), reason: 'Nhập muộn ba hồ sơ' };
    const [event] = restatePeriod(current, restated);
    if (event === undefined) throw new Error('nothing was restated');
    const both = closedPeriodOf([...log, upcastOversight(recorded(STREAM, 1, event))]);
    expect([both?.closed, both?.restatements, both && lastSaid(both)]).toEqual([closing('aa'), [restated], restated]);
    expect(restatePeriod(both, restated)).toEqual([]);
    const other = closing('aa', { agency: 'H27.119' });
    const ofOther = upcastOversight(recorded(periodStream(other), 0, { type: 'PeriodClosed', v: 3, data: other }));
    expect(closedPeriodsIn([...log, ofOther, upcastOversight(recorded(STREAM, 1, event))])).toEqual([
      both,
      { closed: other, restatements: [] },
    ]);
  });

  it('is not restated without a reason, before it is closed, or where nothing changed', () => {
    expect(() => restatePeriod(current, { ...closing('bb'), reason: ' ' })).toThrow('invalid-input');
    expect(() => restatePeriod(null, { ...closing('bb'), reason: 'Nhập muộn' })).toThrow('period-not-closed');
    expect(restatePeriod(current, { ...closing('aa'), reason: 'Nhập muộn' })).toEqual([]);
    const newFigure = { figure: 'transfers', definitionVersion: 1, dossiers: 0, digest: 'cc', terms: [] };
    const [one] = closing('aa').figures;
    if (one === undefined) throw new Error('no figure');
    const more = closing('aa', { figures: [newFigure, one] });
    expect(restatePeriod(current, { ...more, reason: 'Chỉ tiêu mới' })).toEqual([]);
    for (const figures of [[newFigure], [{ ...one, definitionVersion: 3 }], []])
      expect(restatePeriod(current, { ...more, figures, reason: 'Định nghĩa mới' })).toHaveLength(1);
    expect(closedPeriodOf([])).toBeNull();
  });

  it('is restated where one of its figures changed, and tells which terms', () => {
    const [one] = closing('aa').figures;
    if (one === undefined) throw new Error('no figure');
    const other = { ...one, figure: 'transfers', digest: 'tt' };
    const both = closing('aa', { figures: [one, other] });
    const event = upcastOversight(recorded(STREAM, 0, { type: 'PeriodClosed', v: 3, data: both }));
    const changed = closing('aa', { figures: [one, { ...other, digest: 'uu' }] });
    expect(restatePeriod(closedPeriodOf([event]), { ...changed, reason: 'Nhập muộn' })).toHaveLength(1);
    expect(restatePeriod(closedPeriodOf([event]), { ...both, reason: 'Nhập muộn' })).toEqual([]);
    expect(changedTerms({ late: 1, early: 2, gone: 3, none: 0 }, { late: 2, early: 2, come: 4 })).toEqual([
      { term: 'late', was: 1, is: 2 },
      { term: 'gone', was: 3, is: 0 },
      { term: 'come', was: 0, is: 4 },
    ]);
  });

  it('is of one day where it begins and ends on it', () => {
    expect(periodStream({ agency: 'H27.118', from: '2026-11-14', to: '2026-11-14' })).toBe(
      'period-H27.118-2026-11-14-2026-11-14',
    );
  });

  it('is restated where a form that was signed is refused now, and again once it is not', () => {
    const [one] = closing('aa').figures;
    if (one === undefined) throw new Error('no figure');
    const form = (digest: string) => ({ ...one, figure: 'form-07b', digest });
    const written = (...closings: readonly Closing[]) =>
      closedPeriodOf(
        closings.map((data, revision) =>
          upcastOversight(
            recorded(STREAM, revision, {
              ...(revision === 0
                ? { type: 'PeriodClosed' as const, v: 3 as const, data }
                : { type: 'PeriodRestated' as const, v: 3 as const, data: { ...data, reason: 'Biểu bị từ chối' } }),
            }),
          ),
        ),
      );
    const whole = closing('aa', { figures: [one, form('f1')] });
    const refused = closing('aa', { figures: [one], refused: [{ form: '07b', what: 'dossiers', dossiers: 1 }] });
    const again = closing('aa', { figures: [one, form('f2')] });
    const events = (period: ReturnType<typeof written>, now: Closing) =>
      restatePeriod(period, { ...now, reason: 'Bàn giao' }).length;
    expect([events(written(whole), refused), events(written(whole, refused), refused)]).toEqual([1, 0]);
    expect([events(written(whole, refused), again), events(written(whole, refused), whole)]).toEqual([1, 1]);
    expect([events(written(refused), whole), events(written(refused, whole), whole)]).toEqual([1, 0]);
  });
});
