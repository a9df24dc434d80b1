import { statSync } from 'node:fs';
import TestRunner from 'jest-runner';

const isRandom = ({ path }) => /brute-force|properties/.test(path);
const sizeOf = ({ path }) => statSync(path).size;

/** Spec after spec until one fails, for that kills the mutant: examples before properties, long files before short ones. */
export default class UntilKilled extends TestRunner {
  async runTests(tests, watcher, options) {
    let isKilled = false;
    const stop = this.on('test-file-success', ([, { numFailingTests }]) => void (isKilled ||= numFailingTests > 0));
    for (const test of tests.toSorted((a, b) => isRandom(a) - isRandom(b) || sizeOf(b) - sizeOf(a)))
      if (!isKilled) await super.runTests([test], watcher, options);
    stop();
  }
}
