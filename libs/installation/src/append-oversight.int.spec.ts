import { randomUUID } from 'node:crypto';
import { KeyVault, MasterKeys, openVault, vaultPool } from '#access';
import { openEventStore, SealedEventStore } from '#event-store';
import { CatalogueFeed } from '#handling';
import type { EventStore } from '#kernel';
import { appendOversight, publishShipped, SHIPPED, writeInspection, writeTargets } from '#installation';
import {
  externalLists,
  importExternalList,
  inspectionsOf,
  oversightOf,
  targetsSetIn,
  versionsOf,
  type Inspection,
  type TargetSet,
} from '#oversight';
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

describe.each(['PostgreSQL', 'EventStoreDB'] as const)('what oversight writes to %s', (kind) => {
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

  it('is lists that stand whole, chained, once; and as they were known at a position', async () => {
    const listId = randomUUID();
    const codes = Array.from({ length: 12_000 }, (_, at) => `Hồ sơ ${at}`);
    const file = { listId, source: 'sổ cũ', listedOn: '2026-10-31', digest: 'one', codes };
    const write = (change: Partial<typeof file>) =>
      appendOversight({ store, clock, actor }, `external-list-${listId}`, (history) =>
        importExternalList(versionsOf(history, listId), { ...file, ...change }, '2026-11-30'),
      );
    expect(await write({})).toBe(3); // 12,000 = 2 · 5,000 + 2,000
    expect(await write({})).toBe(0);
    expect(await externalLists(store, '2026-11-30')).toEqual([{ ...file, version: 1 }]);
    expect(await externalLists(store, '2026-10-30')).toEqual([]); // a day before it was listed

    const heads: (string | null | undefined)[] = [null];
    let last = '';
    for await (const { meta, position } of store.read(`external-list-${listId}`)) {
      expect(meta.previousHash).toBe(heads.at(-1));
      heads.push(meta.hash);
      last = position;
    }
    expect(await write({ digest: 'two', codes: ['B'] })).toBe(1);
    expect(await externalLists(store, '2026-11-30')).toEqual([{ ...file, version: 2, digest: 'two', codes: ['B'] }]);
    expect(await externalLists(store, '2026-11-30', last)).toEqual([{ ...file, version: 1 }]);
    expect(await externalLists(store, '2026-11-30', '')).toEqual([]);
  });

  it('is an inspection once, however many record it at once', async () => {
    const inspection: Inspection = {
      ...{ inspectionId: randomUUID(), inspectedBy: 'H27', agency: 'H27.118', from: '2026-10-05', to: '2026-10-07' },
      ...{ method: 'on-paper', decision: '12/QĐ-TTr', dossiers: [], outcome: 'no-violation' },
    };
    const catalogue = await CatalogueFeed.start(store);
    const overseeing = { store, clock, actor, catalogue };
    await publishShipped(overseeing, () => {}, SHIPPED.slice(0, 3));
    const write = (change: Partial<Inspection> = {}) => writeInspection(overseeing, { ...inspection, ...change });
    expect((await Promise.all([write(), write(), write()])).toSorted()).toEqual([false, false, true]);
    await expect(write({ decision: '13/QĐ-TTr' })).rejects.toMatchObject({ code: 'inspection-recorded-otherwise' });
    expect(inspectionsOf(await oversightOf(store, 'inspection-'))).toEqual([inspection]);
    await catalogue.close();
  });

  it('is goals version after version, and none of a file of which one is no goal', async () => {
    const goal = {
      figure: 'on-time-rate',
      numerator: 985,
      denominator: 1000,
      comparison: 'at-least',
      source: 'KH',
    } as const;
    const a = { province: 'ha-tinh', name: 'Hà Tĩnh', validFrom: '2026-01-01', goals: [goal] };
    const b = { ...a, province: 'lai-chau', name: 'Lai Châu' };
    const write = (...sets: readonly Omit<TargetSet, 'version'>[]) => writeTargets({ store, clock, actor }, sets);
    await expect(write(a, { ...b, goals: [] })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(write(a, a)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await oversightOf(store, 'targets-')).toEqual([]);
    expect(await write(a, b)).toEqual(['ha-tinh', 'lai-chau']);
    const changed = { ...b, validFrom: '2026-07-01' };
    expect(await write(a, changed)).toEqual(['lai-chau']);
    expect(targetsSetIn(await oversightOf(store, 'targets-'))).toEqual([
      { ...a, version: 1 },
      { ...b, version: 1 },
      { ...changed, version: 2 },
    ]);
  });
});
