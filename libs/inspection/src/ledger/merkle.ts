import { createHash } from 'node:crypto';

const hashed = (prefix: number, ...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256').update(Buffer.of(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Hash of a leaf of the tree (RFC 6962, 2.1) over the hash of an event. */
export const leaf = (hash: string): Buffer => hashed(0, Buffer.from(hash, 'hex'));
const node = (left: Buffer, right: Buffer): Buffer => hashed(1, left, right);

/** A Merkle tree that grows leaf by leaf and remembers only the roots of its full subtrees. */
export class GrowingTree {
  private readonly full: { readonly size: number; readonly root: Buffer }[] = [];
  count = 0;

  add(hash: string): void {
    this.count += 1;
    let grown = { size: 1, root: leaf(hash) };
    for (let left = this.full.at(-1); left?.size === grown.size; left = this.full.at(-1)) {
      this.full.pop();
      grown = { size: 2 * grown.size, root: node(left.root, grown.root) };
    }
    this.full.push(grown);
  }

  /** The root over all leaves so far; a tree without leaves has none. */
  root(): string {
    const whole = this.full
      .map(({ root }) => root)
      .reduceRight<Buffer | null>((right, left) => (right === null ? left : node(left, right)), null);
    if (whole === null) throw new Error('a tree without leaves has no root');
    return whole.toString('hex');
  }
}

/** The siblings on the way from a leaf to the root (RFC 6962, 2.1.1), lowest first. */
export function auditPath(leaves: readonly Buffer[], index: number): readonly string[] {
  const path: string[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at >>= 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) path.push(sibling.toString('hex'));
    const above: Buffer[] = [];
    for (let left = 0; left < level.length; left += 2) {
      const [one, other] = [level[left], level[left + 1]];
      if (one !== undefined) above.push(other === undefined ? one : node(one, other));
    }
    level = above;
  }
  return path;
}
