import { createHash } from 'node:crypto';
import { leafOf, Leaves, rootFrom } from './merkle.js';

describe('an audit path', () => {
  const [left, right] = ['a', 'b'].map((text) => leafOf(createHash('sha256').update(text).digest('hex'))) as [
    string,
    string,
  ];
  const leaves = new Leaves();
  leaves.push(left);
  leaves.push(right);
  const root = leaves.rootOf(2);
  const sibling = right;

  it('leads to the root', () => {
    expect(rootFrom(left, 0, 2, [sibling])).toBe(root);
  });

  it.each([
    ['shortened', sibling.slice(0, 62)],
    ['emptied', ''],
    ['lengthened', `${sibling}00`],
    ['written in capitals', sibling.toUpperCase()],
    ['no hex at its end', `${sibling.slice(0, 62)}zz`],
  ])('leads nowhere when its sibling is %s, even after the right one was seen', (_, changed) => {
    rootFrom(left, 0, 2, [sibling]);
    expect(rootFrom(left, 0, 2, [changed])).toBeNull();
  });
});
