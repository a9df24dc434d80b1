import { randomUUID } from 'node:crypto';
import { KeyVault, MasterKeys, openVault, vaultPool } from '#access';
import { openEventStore, SealedEventStore } from '#event-store';
import type { EventStore } from '#kernel';
import { appendOversight } from '#installation';
import { externalLists, importExternalList, versionsOf } from '#oversight';
import { freshDatabase, StandingClock, startEventStoreDbDouble } from '#testing';

const clock = new StandingClock('2026-11-09T02:00:00.000Z');
const actor = { id: 'operator', role: 'administrator', agency: null };

/** Each kind of store, and its end. */
const opened = {
  PostgreSQL: async () => {
    const database = await freshDatabase();
    return { url: database.url, stop: () => database.drop() };
  },
  EventStoreDB: async () => {
    const double = await startEventStoreDbDouble();
    return { url: double.url, stop: () => double.stop() };
  },
};

describe.each(['PostgreSQL', 'EventStoreDB'] as const)('lists of other registers in %s', (kind) => {
  let store: EventStore;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const [{ url, stop }, vault] = [await opened[kind](), await freshDatabase()];
    const pool = vaultPool(vault.url, 30_000);
    await openVault(pool);
    const log = await openEventStore(url);
    store = new SealedEventStore(log, await KeyVault.open(pool, MasterKeys.parse(MasterKeys.generate())));
    end = async () => {
      await log.close();
      await pool.end();
      await vault.drop();
      await stop();
    };
  });
  afterAll(() => end());

  it('stand whole, chained, once; and as they were known at a position', async () => {
    const listId = randomUUID();
    const codes = Array.from({ length: 12_000 }, (_, at) => `Hồ sơ ${at}`);
    const file = { listId, source: 'sổ cũ', listedOn: '2026-10-31', digest: 'one', codes };
    const write = (change: Partial<typeof file>) =>
      appendOversight({ store, clock, actor }, `external-list-${listId}`, (history) =>
        importExternalList(versionsOf(history, listId), { ...file, ...change }),
      );
    expect(await write({})).toBe(3); // 12,000 = 2 · 5,000 + 2,000
    expect(await write({})).toBe(0);
    expect(await externalLists(store)).toEqual([{ ...file, version: 1 }]);

    const heads: (string | null | undefined)[] = [null];
    let last = '';
    for await (const { meta, position } of store.read(`external-list-${listId}`)) {
      expect(meta.previousHash).toBe(heads.at(-1));
      heads.push(meta.hash);
      last = position;
    }
    expect(await write({ digest: 'two', codes: ['B'] })).toBe(1);
    expect(await externalLists(store)).toEqual([{ ...file, version: 2, digest: 'two', codes: ['B'] }]);
    expect(await externalLists(store, last)).toEqual([{ ...file, version: 1 }]);
    expect(await externalLists(store, '')).toEqual([]);
  });
});
