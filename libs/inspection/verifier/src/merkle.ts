import { hash } from 'node:crypto';

const HASH_BYTES = 32;
/** So many leaves are made room for at first. */
const ROOM = 1_024;

/** One hash is written in one way only: capitals would be a change that nobody sees. */
const isHash = (text: unknown): boolean => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

const inner = (left: string, right: string): string => hash('sha256', Buffer.from(`01${left}${right}`, 'hex'));

export const leafOf = (digest: string): string => hash('sha256', Buffer.from(`00${digest}`, 'hex'));

/** Leaves in their order, nothing but their bytes: a day of a million events takes 32 MB. */
export class Leaves {
  private bytes = Buffer.alloc(ROOM * HASH_BYTES);
  count = 0;

  push(leaf: string): void {
    const end = this.count * HASH_BYTES;
    if (end === this.bytes.length) this.bytes = Buffer.concat([this.bytes], end * 2);
    this.bytes.write(leaf, end, 'hex');
    this.count += 1;
  }

  at(index: number): string {
    return this.bytes.toString('hex', index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }

  /** The root of RFC 6962, section 2.1, over the first leaves: pairs level by level, and who has no other goes up alone. */
  rootOf(count: number): string {
    const level = Buffer.from(this.bytes.subarray(0, count * HASH_BYTES));
    const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);
    for (let length = count; length > 1; length = (length + 1) >> 1) {
      for (let pair = 0; pair < length >> 1; pair += 1) {
        level.copy(node, 1, pair * 2 * HASH_BYTES, (pair + 1) * 2 * HASH_BYTES);
        level.write(hash('sha256', node), pair * HASH_BYTES, 'hex');
      }
      if (length % 2 === 1)
        level.copy(level, (length >> 1) * HASH_BYTES, (length - 1) * HASH_BYTES, length * HASH_BYTES);
    }
    return level.toString('hex', 0, HASH_BYTES);
  }

  /** Forgets the first leaves. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count * HASH_BYTES, this.count * HASH_BYTES);
    this.count -= count;
  }
}

/** The root that a leaf and its audit path lead to (RFC 9162, section 2.1.3.2); null when the path cannot be. */
export function rootFrom(leaf: string, index: number, count: number, path: readonly string[]): string | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return null;
  let at = index;
  let last = count - 1;
  let node = leaf;
  for (const sibling of path) {
    if (last === 0 || !isHash(sibling)) return null;
    if (at % 2 === 1 || at === last) {
      node = inner(sibling, node);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else node = inner(node, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? node : null;
}
