import { TestEnvironment } from 'jest-environment-node';

/** A spec in which one test has failed has killed its mutant: the others are not run. */
export default class StopsAtFailure extends TestEnvironment {
  hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.hasFailed = true;
    if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
  }
}
