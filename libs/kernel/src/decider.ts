import type { Event, Recorded } from './event.js';

/**
 * A stream as three pure functions. `decide` never mutates and answers `[]` when the command is already satisfied;
 * `evolve` never refuses.
 */
export interface Decider<Command, State, E extends Event> {
  readonly initial: State;
  decide(command: Command, state: State): readonly E[];
  evolve(state: State, event: Recorded<E>): State;
}

/** The state after a history. */
export const replay = <Command, State, E extends Event>(
  decider: Decider<Command, State, E>,
  history: readonly Recorded<E>[],
): State => history.reduce((state, event) => decider.evolve(state, event), decider.initial);

/** Makes a `switch` exhaustive: a new case does not compile until it is handled. */
export const never = (value: never): never => {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
};
