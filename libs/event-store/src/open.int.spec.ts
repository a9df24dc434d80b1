import { freshDatabase, startEventStoreDbDouble } from '#testing';
import { openEventStore } from './open.js';

describe('opening the event store that a URL names', () => {
  it('takes PostgreSQL for postgres:// and postgresql://', async () => {
    const { url, drop } = await freshDatabase();
    for (const address of [url, url.replace(/^postgres:/, 'postgresql:')]) {
      const store = await openEventStore(address);
      expect((await store.health()).detail).toMatchObject({ technology: 'postgres', writable: true });
      await store.close();
    }
    await drop();
  });

  it('makes the log of an empty database once, however many processes begin at the same moment', async () => {
    for (let time = 0; time < 5; time += 1) {
      const { url, drop } = await freshDatabase();
      const stores = await Promise.all(Array.from({ length: 8 }, () => openEventStore(url)));
      await Promise.all(stores.map((store) => store.close()));
      await drop();
    }
  });

  it('takes EventStoreDB for esdb:// and kurrentdb://', async () => {
    const double = await startEventStoreDbDouble();
    for (const address of [double.url, double.url.replace(/^esdb:/, 'kurrentdb:')]) {
      const store = await openEventStore(address);
      expect((await store.health()).ok).toBe(true);
      await store.close();
    }
    await double.stop();
  });

  it.each(['mysql://127.0.0.1/log', 'http://127.0.0.1:2113', 'dossier', ''])('refuses %j by name', async (url) => {
    await expect(openEventStore(url)).rejects.toThrow(/no event store is known by the scheme/);
  });
});
