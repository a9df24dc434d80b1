import { sha256 } from './stored-event.js';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafOf = (digest: string): Buffer => sha256(LEAF, Buffer.from(digest, 'hex'));

/** The root of RFC 6962, section 2.1, as it is defined there: the greatest power of two goes left. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256('');
  if (leaves.length === 1) return only;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return sha256(NODE, rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/** The root that a leaf and its audit path lead to (RFC 9162, section 2.1.3.2); null when the path cannot be. */
export function rootFrom(leaf: Buffer, index: number, count: number, path: readonly string[]): string | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return null;
  let at = index;
  let last = count - 1;
  let node = leaf;
  for (const step of path) {
    if (last === 0) return null;
    const sibling = Buffer.from(step, 'hex');
    if (at % 2 === 1 || at === last) {
      node = sha256(NODE, sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else node = sha256(NODE, node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node.toString('hex') : null;
}
