import type { EventStore } from '#kernel';
import { SharedReading } from '../shared-reading.js';

/** Every subscription of it may share its pages. */
export function readTogether(log: EventStore): EventStore {
  const store = new SharedReading(log, ['']);
  const alone = store.subscribe.bind(store);
  return Object.assign(store, {
    subscribe: (options: Parameters<typeof alone>[0]) => alone({ ...options, shared: true }),
  });
}
