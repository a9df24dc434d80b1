import { lastSaidOf, signedBeside, type ClosedPeriod, type Closing, type Told } from '#oversight';

const EVALUATED = '2026-11-14T16:59:59.999Z';
const said = (figure: string, digest: string, late: number, definitionVersion = 2) => ({
  ...{ figure, definitionVersion, dossiers: 4, digest },
  terms: [
    { term: 'late', number: late },
    { term: 'early', number: 0 },
  ],
});
const closing = (asOf: string, ...figures: Closing['figures']): Closing => ({
  ...{ agency: 'H27.118', from: '2026-10-15', to: '2026-11-14', asOf, evaluatedAt: EVALUATED, quarantined: 0, figures },
});
const told = (change: Partial<Told> = {}): Told => ({
  ...{
    figure: 'on-time-rate',
    definitionVersion: 2,
    evaluatedAt: EVALUATED,
    digest: 'aa',
    terms: { late: 1, early: 0 },
  },
  ...change,
});
const closed: ClosedPeriod = { closed: closing('0a', said('on-time-rate', 'aa', 1)), restatements: [] };

describe('a number beside what was signed of it (số đã ký)', () => {
  it('is as it was signed', () => {
    expect(signedBeside(closed, told())).toEqual({
      agency: 'H27.118',
      signed: { asOf: '0a', definitionVersion: 2, dossiers: 4, digest: 'aa', terms: { late: 1, early: 0 } },
      ...{ restated: [], differs: false },
    });
  });

  it.each([
    ['of other dossiers', { digest: 'bb' }],
    ['by another definition', { definitionVersion: 3 }],
    ['otherwise counted, where no digest is told', { digest: null, terms: { late: 2, early: 0 } }],
    ['less, where no digest is told', { digest: null, terms: {} }],
  ])('differs where it is %s', (_what, change) => {
    expect(signedBeside(closed, told(change))?.differs).toBe(true);
  });

  it('is compared by its terms without a digest, and what is not there is none', () => {
    expect(signedBeside(closed, told({ digest: null, terms: { late: 1 } }))?.differs).toBe(false);
    expect(signedBeside(closed, told({ terms: { late: 7 } }))?.differs).toBe(false);
  });

  it('has none of a period that was not closed, or that is looked at as of another instant', () => {
    expect(signedBeside(null, told())).toBeNull();
    expect(signedBeside(closed, told({ evaluatedAt: '2026-11-14T17:00:00.000Z' }))).toBeNull();
  });

  it('is held against the last restatement that changed it', () => {
    const again = (asOf: string, reason: string, ...figures: Closing['figures']) => ({
      ...{ ...closing(asOf, ...figures), reason },
    });
    const restated: ClosedPeriod = {
      ...closed,
      restatements: [
        again('0b', 'Số khác', said('on-time-rate', 'aa', 1), said('transfers', 'tt', 0)),
        again('0c', 'Nhập muộn', said('on-time-rate', 'cc', 2), said('transfers', 'tt', 0)),
        again('0d', 'Chỉ tiêu khác', said('transfers', 'uu', 1)),
      ],
    };
    const now = signedBeside(restated, told({ digest: 'cc' }));
    expect(now?.restated.map(({ asOf, reason }) => [asOf, reason])).toEqual([['0c', 'Nhập muộn']]);
    expect([now?.differs, now && lastSaidOf(now)?.asOf, now?.signed?.asOf]).toEqual([false, '0c', '0a']);
    expect(signedBeside(restated, told())?.differs).toBe(true);
    const later = signedBeside(restated, told({ figure: 'transfers', digest: 'uu' }));
    expect([later?.signed, later?.restated.map(({ asOf }) => asOf), later?.differs]).toEqual([
      null,
      ['0b', '0d'],
      false,
    ]);
  });

  it('that the closing did not hold says so', () => {
    const none = signedBeside(closed, told({ figure: 'transfers' }));
    expect(none).toEqual({ agency: 'H27.118', signed: null, restated: [], differs: null });
    expect(none && lastSaidOf(none)).toBeNull();
  });
});
