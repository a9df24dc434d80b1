import pg from 'pg';
import { KeyVault, MasterKeys, openVault, WrongMasterKey } from '#access';
import { StoreUnavailable } from '#kernel';
import { freshDatabase, type FreshDatabase } from '#testing';

const now = '2026-11-20T02:00:00.000Z';

describe('the vault of keys', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  const first = MasterKeys.generate();
  const second = MasterKeys.generate();
  const opened = (...masters: readonly string[]) => KeyVault.open(pool, MasterKeys.parse(masters.join(',')));

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await openVault(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('gives a key to one only, and finds it again in another process', async () => {
    const vault = await opened(first);
    const keys = await Promise.all(Array.from({ length: 300 }, () => vault.fresh()));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(300);
    const found = await (await opened(first)).find(keys.map(({ id }) => id));
    for (const { id, bytes } of keys) expect(Buffer.from(found.get(id) ?? [])).toEqual(Buffer.from(bytes));
  });

  it('gives what was written beforehand while the database is away, and never a key that is not kept', async () => {
    const own = new pg.Pool({ connectionString: database.url, max: 1 });
    const vault = await KeyVault.open(own, MasterKeys.parse(first));
    const given = [await vault.fresh()];
    await own.end();
    const rest = async (): Promise<void> => {
      for (;;) given.push(await vault.fresh());
    };
    await expect(rest()).rejects.toThrow(StoreUnavailable);
    expect(given.length).toBeGreaterThan(100);
    const kept = await (await opened(first)).find(given.map(({ id }) => id));
    expect(kept.size).toBe(given.length);
  });

  it('keeps no key as it is, only wrapped', async () => {
    const { id, bytes } = await (await opened(first)).fresh();
    const { rows } = await pool.query<{ wrapped: Buffer }>('select wrapped from vault.keys where id = $1', [id]);
    expect(rows[0]?.wrapped.includes(Buffer.from(bytes))).toBe(false);
  });

  it('destroys a key for ever: null, and not the same as one never known', async () => {
    const vault = await opened(first);
    const { id } = await vault.fresh();
    await vault.destroy([id], now);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const found = await (await opened(first)).find([id, unknown]);
    expect([found.get(id), found.has(unknown)]).toEqual([null, false]);
    expect((await vault.find([id])).get(id)).toBeNull();
  });

  it('opens with the new master and the old, rotates, and then needs the old no more', async () => {
    const { id, bytes } = await (await opened(first)).fresh();
    await expect(opened(second)).rejects.toThrow(WrongMasterKey);
    const both = await opened(second, first);
    expect(await both.rotate()).toBeGreaterThan(300);
    expect(await both.rotate()).toBe(0);
    const found = await (await opened(second)).find([id]);
    expect(Buffer.from(found.get(id) ?? [])).toEqual(Buffer.from(bytes));
    await expect(opened(first)).rejects.toThrow(WrongMasterKey);
  });

  it.each(['', 'abc', Buffer.alloc(31).toString('base64')])('takes no master key "%s"', (text) => {
    expect(() => MasterKeys.parse(text)).toThrow(WrongMasterKey);
  });
});
