import { sha256 } from './stored-event.js';

const LEAF = 0;
const NODE = 1;
const LEAF_BYTES = 32;

/** A byte that tells leaves from nodes, and what is hashed behind it. */
const leafBytes = Buffer.alloc(1 + LEAF_BYTES, LEAF);
const nodeBytes = Buffer.alloc(1 + 2 * LEAF_BYTES, NODE);

/** Whether this is a SHA-256 in the one way it is written: hex in small letters. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Of a SHA-256 in hex, which the caller has checked or made. */
export function leafOf(digest: string): Buffer {
  leafBytes.write(digest, 1, LEAF_BYTES, 'hex');
  return sha256(leafBytes);
}

function nodeOf(left: Uint8Array, right: Uint8Array): Buffer {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + LEAF_BYTES);
  return sha256(nodeBytes);
}

/** Leaves one behind the other, as bytes: a day may have millions of them. */
export class Leaves {
  private bytes = Buffer.alloc(LEAF_BYTES * 1_024);
  /** The first that was not dropped, and the end. */
  private first = 0;
  private end = 0;

  push(leaf: Buffer): void {
    if (this.bytes.length === this.end * LEAF_BYTES) this.makeRoom();
    leaf.copy(this.bytes, this.end * LEAF_BYTES);
    this.end += 1;
  }

  /** Without the first so many. */
  drop(count: number): void {
    this.first += count;
  }

  /** Whether this leaf stands in this place. */
  holds(at: number, leaf: Buffer): boolean {
    return leaf.equals(this.at(this.first + at));
  }

  /** The root over the first so many (RFC 6962, section 2.1), as it is defined there. */
  root(count: number): Buffer {
    return count === 0 ? sha256('') : this.over(this.first, count);
  }

  /** The greatest power of two goes left. */
  private over(from: number, count: number): Buffer {
    if (count === 1) return this.at(from);
    let left = 1;
    while (left * 2 < count) left *= 2;
    return nodeOf(this.over(from, left), this.over(from + left, count - left));
  }

  private at(place: number): Buffer {
    return this.bytes.subarray(place * LEAF_BYTES, (place + 1) * LEAF_BYTES);
  }

  private makeRoom(): void {
    const kept = this.bytes.subarray(this.first * LEAF_BYTES, this.end * LEAF_BYTES);
    const isHalfEmpty = kept.length * 2 <= this.bytes.length;
    const bytes = Buffer.alloc(this.bytes.length * (isHalfEmpty ? 1 : 2));
    kept.copy(bytes);
    this.end -= this.first;
    this.first = 0;
    this.bytes = bytes;
  }
}

/** The root that a leaf and its audit path lead to (RFC 9162, section 2.1.3.2); null when the path cannot be. */
export function rootFrom(leaf: Buffer, index: number, count: number, path: readonly string[]): string | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return null;
  let at = index;
  let last = count - 1;
  let node = leaf;
  for (const step of path) {
    if (last === 0 || !isHash(step)) return null;
    const sibling = Buffer.from(step, 'hex');
    if (at % 2 === 1 || at === last) {
      node = nodeOf(sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else node = nodeOf(node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node.toString('hex') : null;
}
