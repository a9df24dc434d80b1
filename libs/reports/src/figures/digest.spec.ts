import { createHash } from 'node:crypto';
import { digestOf, ListDigest } from './digest.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the digest of the dossiers that a figure is made of', () => {
  it('is SHA-256 over their ids and terms as canonical JSON, by id, whatever order they come in', () => {
    const [first, second, third] = ['1', '2', '3'].map((dossierId) => ({ dossierId, terms: { late: 1, early: 0 } }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three were made');
    const terms = '{"early":0,"late":1}'; // keys sorted, as RFC 8785 has them
    const expected = sha256(`[["1",${terms}],["2",${terms}],["3",${terms}]]`);
    expect(digestOf([third, first, second])).toBe(expected);
    expect(digestOf([first, second, third])).toBe(expected);
  });

  it('of no dossiers is that of the empty list', () => {
    expect(new ListDigest().hex()).toBe(sha256('[]'));
  });
});
