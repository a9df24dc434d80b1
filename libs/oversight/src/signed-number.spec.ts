import { heldAgainst, lastSigned, type ClosedPeriod, type Closing, type ToldNumber } from '#oversight';

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
  ...{ agencies: ['H27.118', 'H27.118.1'], refused: [] },
});
const told = (change: Partial<ToldNumber> = {}): ToldNumber => ({
  ...{
    figure: 'on-time-rate',
    definitionVersion: 2,
    evaluatedAt: EVALUATED,
    digest: 'aa',
    terms: { late: 1, early: 0 },
  },
  ...{ asOf: null, agencies: ['H27.118.1', 'H27.118'] },
  ...change,
});
const closed: ClosedPeriod = { closed: closing('0a', said('on-time-rate', 'aa', 1)), restatements: [] };
const again = (asOf: string, reason: string, ...figures: Closing['figures']) => ({
  ...{ ...closing(asOf, ...figures), reason },
});
const restated: ClosedPeriod = {
  ...closed,
  restatements: [
    again('0b', 'Số khác', said('on-time-rate', 'aa', 1), said('transfers', 'tt', 0)),
    again('0c', 'Nhập muộn', said('on-time-rate', 'cc', 2), said('transfers', 'tt', 0)),
    again('0d', 'Chỉ tiêu khác', said('on-time-rate', 'cc', 2), said('transfers', 'uu', 1)),
  ],
};

describe('a number beside what was signed of it (số đã ký)', () => {
  it('is as it was signed', () => {
    expect(heldAgainst(closed, told())).toEqual({
      ...{ agency: 'H27.118', evaluatedAt: EVALUATED },
      said: { asOf: '0a', definitionVersion: 2, dossiers: 4, digest: 'aa', terms: { late: 1, early: 0 } },
      ...{ restated: [], compared: 'as-signed' },
    });
  });

  it.each([
    ['of other dossiers', { digest: 'bb' }, 'otherwise'],
    ['by another definition', { definitionVersion: 3 }, 'otherwise'],
    ['otherwise counted, where no digest is told', { digest: null, terms: { late: 2, early: 0 } }, 'otherwise'],
    ['less, where no digest is told', { digest: null, terms: {} }, 'otherwise'],
    ['more, where no digest is told', { digest: null, terms: { late: 1, other: 1 } }, 'otherwise'],
    ['of an agency more', { digest: 'bb', agencies: ['H27.118', 'H27.118.1', 'H27.118.2'] }, 'of-other-agencies'],
    ['of another agency', { digest: 'bb', agencies: ['H27.118', 'H27.118.2'] }, 'of-other-agencies'],
    ['of the whole province', { digest: 'bb', agencies: null }, 'otherwise'],
    ['looked at a moment later', { digest: 'bb', evaluatedAt: '2026-11-14T17:00:00.000Z' }, 'at-another-instant'],
    ['in no closing', { figure: 'transfers' }, 'not-signed'],
  ])('is held against it where it is %s', (_what, change, compared) => {
    expect(heldAgainst(closed, told(change))?.compared).toBe(compared);
  });

  it.each([
    ['by its terms without a digest, and what is not there is none', { digest: null, terms: { late: 1 } }],
    ['by its digest where there is one', { terms: { late: 7 } }],
    ['whatever agency has come since', { agencies: ['H27.118'] }],
    ['whenever it is looked at', { evaluatedAt: '2026-12-14T17:00:00.000Z' }],
  ])('is the same %s', (_what, change) => {
    expect(heldAgainst(closed, told(change))?.compared).toBe('as-signed');
  });

  it('of agencies that an older closing did not tell is another', () => {
    const older = { ...closed, closed: { ...closed.closed, agencies: null } };
    expect(heldAgainst(older, told({ digest: 'bb' }))?.compared).toBe('otherwise');
  });

  it('has none of a period that was not closed; what cannot be read is not known', () => {
    expect(heldAgainst(null, told())).toBeNull();
    expect(heldAgainst({ unread: 'H27.118' }, told())).toMatchObject({ agency: 'H27.118', compared: 'unknown' });
  });

  it('is held against the last restatement that changed it', () => {
    const now = heldAgainst(restated, told({ digest: 'cc' }));
    expect(now?.restated.map(({ asOf, reason }) => [asOf, reason])).toEqual([['0c', 'Nhập muộn']]);
    expect([now?.compared, now && lastSigned(now)?.asOf, now?.said?.asOf]).toEqual(['as-signed', '0c', '0a']);
    expect(heldAgainst(restated, told())?.compared).toBe('otherwise');
    const later = heldAgainst(restated, told({ figure: 'transfers', digest: 'uu' }));
    expect([later?.said, later?.restated.map(({ asOf }) => asOf), later?.compared]).toEqual([
      ...[null, ['0b', '0d'], 'as-signed'],
    ]);
  });

  it('of a past is held against what had been said by then', () => {
    for (const [asOf, compared] of [
      ['0a', 'as-signed'],
      ['0b', 'as-signed'],
      ['0c', 'otherwise'],
      ['00', 'as-signed'],
    ])
      expect([asOf, heldAgainst(restated, told({ asOf: asOf ?? '' }))?.compared]).toEqual([asOf, compared]);
    expect(heldAgainst(restated, told({ asOf: '0b' }))?.restated).toEqual([]);
  });

  it('of a past that knew less than was signed says so', () => {
    expect(heldAgainst(closed, told({ digest: 'bb', asOf: '00' }))?.compared).toBe('before-signing');
    expect(heldAgainst(closed, told({ digest: 'bb', asOf: '0a' }))?.compared).toBe('otherwise');
  });

  it('that was taken back is in no closing, and its restatement stands beside it', () => {
    const form = (asOf: string, digest: string) => again(asOf, 'Biểu cân lại', said('form-07b', digest, 1));
    const taken = { ...again('0b', 'Biểu bị từ chối'), refused: [{ form: '07b', what: 'dossiers', dossiers: 1 }] };
    const period = { closed: closing('0a', said('form-07b', 'f1', 1)), restatements: [taken] };
    const now = told({ figure: 'form-07b', digest: 'f1' });
    const back = heldAgainst(period, now);
    expect([back?.compared, back?.restated]).toEqual([
      ...['not-signed', [{ asOf: '0b', reason: 'Biểu bị từ chối', said: null }]],
    ]);
    const signedAgain = heldAgainst({ ...period, restatements: [taken, taken, form('0c', 'f1')] }, now);
    expect([signedAgain?.compared, signedAgain?.restated.length]).toEqual(['as-signed', 2]);
  });

  it('that no closing held has no last one', () => {
    const none = heldAgainst(closed, told({ figure: 'transfers' }));
    expect(none).toMatchObject({ said: null, restated: [] });
    expect(none && lastSigned(none)).toBeNull();
  });
});
