import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Spreads neighbouring dossiers over the seeds; a prime. */
const SPREAD = 7_919;
const FINE = 1_000_000;

/** Seeded chance of one dossier, so that what becomes of it does not depend on the others. */
export class Chance {
  private readonly generator;

  /** Those who act on the same dossier beside each other have a course of chance each. */
  constructor(seed: number, dossier: number, course = 0) {
    this.generator = xoroshiro128plus((Math.imul(seed, SPREAD) + Math.imul(dossier, 104_729)) | 0);
    for (let jumped = 0; jumped <= course; jumped += 1) this.generator.jump();
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return uniformInt(this.generator, least, most);
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.between(1, FINE) <= probability * FINE;
  }

  /** One of these, each as likely. */
  one<T>(items: readonly T[]): T {
    const chosen = items[this.between(0, items.length - 1)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  /** One of these by weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.between(1, total);
    for (const [item, weight] of items) if ((left -= weight) <= 0) return item;
    throw new Error('nothing to choose from');
  }
}
