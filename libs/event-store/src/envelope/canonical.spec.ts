import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { canonicalHash, canonicalJson } from './canonical.js';

describe('canonical JSON (RFC 8785)', () => {
  it('is what the RFC gives as its example (section 3.2.3)', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('orders keys by their UTF-16 code units (section 3.2.3), however many they are', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    expect(canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))).toBe(
      '{"\\r":0,"1":0,"\u0080":0,"\u00f6":0,"\u20ac":0,"\ud83d\ude00":0,"\ufb33":0}',
    );
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${(at * 7_919) % 500}`, at]));
    expect(canonicalJson(many)).toBe(canonicalize(many));
  });

  it('is the same by the library of the verifier, whatever the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['\ud800', 'a\\\ud800', '\udc00', 'x\ude00\ud83d'])('has no form for half a character: %j', (text) => {
    expect(() => canonicalHash({ text })).toThrow('surrogate');
    expect(() => canonicalHash({ [text]: 1 })).toThrow('surrogate');
  });

  it.each(['\\ud800', '\\\\ud800', '\ud83d\ude00', '\\ud83d\\ude00'])(
    'takes text that only looks like it: %j',
    (text) => {
      expect(JSON.parse(canonicalJson({ text }))).toEqual({ text });
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('has no form for %d', (number) => {
    expect(() => canonicalHash({ number })).toThrow();
  });
});
