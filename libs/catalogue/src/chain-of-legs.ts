import { Refusal } from '#kernel';
import { isMore, limitInMinutes, limitToCount, sumOf, type Fraction } from '#working-time';
import type { LocalVersion, Workflow } from './catalogue.events.js';

type Leg = Workflow['legs'][number];

/** Legs that wait one for the other, and the working minutes that they may take together. */
export interface Chain {
  readonly legs: readonly string[];
  readonly minutes: Fraction;
}

const NOTHING: Chain = { legs: [], minutes: { numerator: 0, denominator: 1 } };
const longer = (a: Chain, b: Chain): Chain => (isMore(b.minutes, a.minutes) ? b : a);

/** Chuỗi chặng dài nhất: what the legs of a sound workflow may take, those that wait for none at once. */
export function longestChain(legs: readonly Leg[]): Chain {
  const known = new Map<string, Chain>();
  const upTo = (leg: Leg): Chain => {
    const found = known.get(leg.id);
    if (found !== undefined) return found;
    const before = legs
      .filter(({ id }) => leg.after.includes(id))
      .map(upTo)
      .reduce(longer, NOTHING);
    const chain = { legs: [...before.legs, leg.id], minutes: sumOf(before.minutes, limitInMinutes(leg.limit)) };
    known.set(leg.id, chain);
    return chain;
  };
  return legs.map(upTo).reduce(longer, NOTHING);
}

const inWords = ({ numerator, denominator }: Fraction): string =>
  denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;

/**
 * The legs one after the other must fit into the limit that will be counted, on every channel and in every case.
 * @throws Refusal `workflow-invalid` naming the chain, what it takes and what is allowed, in working minutes
 */
export function chainWithinLimits(
  { limits, sameDay }: Pick<LocalVersion, 'limits' | 'sameDay'>,
  workflow: Workflow,
): void {
  const { legs: chain, minutes } = longestChain(workflow.legs);
  for (const { channel, case: number, statutory, local } of limits) {
    const allowed = limitInMinutes(limitToCount({ statutory, local, sameDay }).limit);
    if (isMore(minutes, allowed))
      throw new Refusal('workflow-invalid', null, {
        ...{ workflow: workflow.id, why: 'its legs one after the other take longer than the whole limit', chain },
        ...{ takesMinutes: inWords(minutes), allowedMinutes: inWords(allowed), channel, case: number },
      });
  }
}
