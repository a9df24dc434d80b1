import * as fastCheck from '../../node_modules/fast-check/lib/fast-check.js';

const RUNS = 20;

/** A mutant is killed by the first counterexample, however large, or by none of so few: it is one of hundreds. */
const assert = (property, parameters = {}) =>
  fastCheck.assert(property, {
    ...parameters,
    numRuns: Math.min(parameters.numRuns ?? RUNS, RUNS),
    endOnFailure: true,
  });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export { assert };
export default { ...fastCheck, assert };
