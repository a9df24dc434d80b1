import { startEventStoreDbDouble } from '#testing';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { readTogether } from '../contract/read-together.js';
import { EventStoreDbEventStore, isEventStoreDbUrl } from './index.js';

// The contract itself looks at what became of a lost answer; that the adapter repeats it is tested beside the adapter.
const open = (url: string) => EventStoreDbEventStore.open(url, { retryLostAnswersForMs: 0 });
const named = process.env['EVENT_STORE_URL'] ?? '';

eventStoreContract('EventStoreDB, its protocol double', async () => {
  const double = await startEventStoreDbDouble();
  return { url: double.url, open, close: () => double.stop() };
});

eventStoreContract('EventStoreDB, its protocol double, read together', async () => {
  const double = await startEventStoreDbDouble();
  return { url: double.url, open: async (at) => readTogether(await open(at)), close: () => double.stop() };
});

if (isEventStoreDbUrl(named)) {
  eventStoreContract('EventStoreDB, the server of EVENT_STORE_URL', () =>
    Promise.resolve({
      url: named,
      open,
      close: () => Promise.resolve(),
    }),
  );
}
