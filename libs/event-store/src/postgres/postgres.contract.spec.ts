import { freshDatabase } from '#testing';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { readTogether } from '../contract/read-together.js';
import { PostgresEventStore } from './postgres.event-store.js';

const open = (url: string) => PostgresEventStore.open(url);
const named = process.env['EVENT_STORE_URL'] ?? '';

eventStoreContract('PostgreSQL', async () => {
  const { url, drop } = await freshDatabase();
  return { url, open, close: drop };
});

eventStoreContract('PostgreSQL, read together', async () => {
  const { url, drop } = await freshDatabase();
  return { url, open: async (at) => readTogether(await open(at)), close: drop };
});

if (/^postgres(ql)?:/.test(named)) {
  eventStoreContract('PostgreSQL, the server of EVENT_STORE_URL', () =>
    Promise.resolve({ url: named, open, close: () => Promise.resolve() }),
  );
}
