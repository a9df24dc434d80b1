import { Clock, type Instant } from '#kernel';

/** A clock that stands until it is moved. */
export class StandingClock extends Clock {
  constructor(public at: Instant) {
    super();
  }

  now(): Instant {
    return this.at;
  }
}
