import { createHash } from 'node:crypto';
import { canonicalJson } from '#event-store';
import type { Terms } from './definition.js';

/** What one dossier is in a figure. */
export interface Contribution {
  readonly dossierId: string;
  readonly terms: Terms;
}

/**
 * SHA-256, in hex, over the canonical JSON (RFC 8785) of a list: the same whatever made it, the read store or the log alone.
 * Given one by one, in order.
 */
export class ListDigest<Item extends object> {
  private readonly hash = createHash('sha256').update('[');
  private count = 0;

  /** @param item that comes after every one before */
  add(item: Item): void {
    this.hash.update(`${this.count === 0 ? '' : ','}${canonicalJson(item)}`);
    this.count += 1;
  }

  /** Once, at the end. */
  hex(): string {
    return this.hash.update(']').digest('hex');
  }
}

/** Of id and terms of each dossier, by id. */
export class ContributionsDigest {
  private readonly list = new ListDigest<readonly [dossierId: string, terms: Terms]>();

  /** @param contribution of an id greater than every one before */
  add({ dossierId, terms }: Contribution): void {
    this.list.add([dossierId, terms]);
  }

  /** Once, at the end. */
  hex(): string {
    return this.list.hex();
  }
}

export function digestOf(contributions: readonly Contribution[]): string {
  const digest = new ContributionsDigest();
  for (const each of contributions.toSorted((a, b) => (a.dossierId < b.dossierId ? -1 : 1))) digest.add(each);
  return digest.hex();
}
