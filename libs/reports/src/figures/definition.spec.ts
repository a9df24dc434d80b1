import { rangeOf, rateOf, type RateDefinition } from './definition.js';

const share: RateDefinition = { vi: 'đúng hạn', of: ['early', 'on-time'], among: ['early', 'on-time', 'late'] };
const cut: RateDefinition = { vi: 'cắt giảm', of: ['held'], among: ['statutory'], isCut: true };

describe('a rate (tỷ lệ), two integers', () => {
  it('is the sum of some terms among that of others; a term that is not named is none', () => {
    expect(rateOf(share, { early: 1, 'on-time': 2, late: 4, withdrawn: 9 })).toEqual({ numerator: 3, denominator: 7 });
    expect(rateOf(share, { late: 4 })).toEqual({ numerator: 0, denominator: 4 });
  });

  it('of a cut is what is left of all, and below nothing where more was taken than allowed', () => {
    expect(rateOf(cut, { held: 1_050, statutory: 4_800 })).toEqual({ numerator: 3_750, denominator: 4_800 });
    expect(rateOf(cut, { held: 5_000, statutory: 4_800 })).toEqual({ numerator: -200, denominator: 4_800 });
  });

  it('of no dossiers is nothing: neither 0 nor all', () => {
    expect(rateOf(share, { withdrawn: 9 })).toBeNull();
    expect(rateOf(cut, {})).toBeNull();
  });
});

describe('between which values a rate lies while dossiers are set aside', () => {
  it('is with none of them in it, and with all of them', () => {
    expect(rangeOf(share, { early: 1, 'on-time': 2, late: 1 }, 2)).toEqual({
      lowest: { numerator: 3, denominator: 6 },
      highest: { numerator: 5, denominator: 6 },
    });
  });

  it('is from none to all where nothing else is known, and nothing where nothing is set aside either', () => {
    expect(rangeOf(share, {}, 2)).toEqual({
      lowest: { numerator: 0, denominator: 2 },
      highest: { numerator: 2, denominator: 2 },
    });
    expect(rangeOf(share, {}, 0)).toEqual({ lowest: null, highest: null });
  });

  it('is not told of a cut, which weighs dossiers', () => {
    expect(rangeOf(cut, { held: 1, statutory: 2 }, 1)).toBeNull();
  });
});
