import { lived, received } from '../../test/lived.js';
import { partsSeen, rangeOf, rateOf, type Part, type RateDefinition } from './definition.js';

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

describe('what is seen of a dossier at an instant', () => {
  const [before, instant, after] = ['2026-11-16T16:59:59.999Z', '2026-11-16T17:00:00.000Z', '2026-11-16T17:00:00.001Z'];
  const isSeen = (part: Part, at: string = instant) => {
    return partsSeen({ parts: () => [part] }, lived(received), { at, calendars: [] }).length === 1;
  };

  it.each([
    ['what has happened, from the instant itself on', { on: instant, terms: {} }, [false, true, true]],
    ['what lasts, from the instant itself on', { from: instant, until: null, terms: {} }, [false, true, true]],
    ['what ends, no more at the instant itself', { from: null, until: instant, terms: {} }, [true, false, false]],
    ['what always is', { from: null, until: null, terms: {} }, [true, true, true]],
    ['what is over as it begins, never', { from: instant, until: instant, terms: {} }, [false, false, false]],
  ] as const)('is %s', (_, part, seen) => {
    expect([before, instant, after].map((at) => isSeen(part, at))).toEqual(seen);
  });
});
