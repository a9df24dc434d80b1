import { EventStoreDbDouble, type DoubleOptions } from './double.js';

export { EventStoreDbDouble, type DoubleOptions } from './double.js';

/** Starts an EventStoreDB protocol double with an empty log. */
export const startEventStoreDbDouble = (options: DoubleOptions = {}): Promise<EventStoreDbDouble> =>
  EventStoreDbDouble.start(options);
