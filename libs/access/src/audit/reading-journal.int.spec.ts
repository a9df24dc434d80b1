import pg from 'pg';
import { openVault, ReadingJournal, type JournalOptions, type ReadingEntry } from '#access';
import { Refusal } from '#kernel';
import { FaultProxy, freshDatabase, type FreshDatabase } from '#testing';

const sample: ReadingEntry = {
  at: '2026-11-20T02:00:00.000Z',
  account: 'hoa',
  role: 'reception-officer',
  agency: 'H27.118.1',
  what: 'read-dossier',
  door: 'GET /dossiers/:dossier',
  outcome: 'seen',
  asked: 'H27.118-261120-0001',
  dossiers: ['4f0c0000-0000-4000-8000-000000000000'],
  filters: [],
  reason: null,
  requestId: null,
  clientAddress: '127.0.0.1',
};

describe('the journal of readings, on a real database', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let proxy: FaultProxy;
  let through: pg.Pool;
  let entry = sample;
  let tests = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    await openVault(pool);
    proxy = await FaultProxy.before(database.url);
    through = new pg.Pool({ connectionString: proxy.url, max: 2 });
    through.on('error', () => {});
  });
  beforeEach(() => {
    entry = { ...sample, account: `hoa${(tests += 1)}` };
  });
  afterAll(async () => {
    await through.end();
    await proxy.close();
    await pool.end();
    await database.drop();
  });

  const journal = (options: JournalOptions = {}) => new ReadingJournal(through, options);
  const kept = async () =>
    (await pool.query<{ request_id: string }>('select * from vault.readings where account = $1', [entry.account])).rows;
  const codeOf = (act: () => void) => {
    try {
      act();
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.code : error;
    }
  };

  it('writes by itself what was gathered, many at once, each once', async () => {
    const gathering = journal({ gatherMs: 1 });
    for (let at = 0; at < 1_200; at += 1) gathering.record({ ...entry, requestId: String(at) });
    while ((await kept()).length < 1_200) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(new Set((await kept()).map(({ request_id: id }) => id)).size).toBe(1_200);
    await gathering.close();
  });

  it('writes what still waits when it is closed', async () => {
    const closing = journal({ gatherMs: 60_000 });
    closing.record(entry);
    expect(await kept()).toHaveLength(0);
    await closing.close();
    expect(await kept()).toMatchObject([{ account: entry.account, dossiers: sample.dossiers, asked: sample.asked }]);
  });

  it('writes an entry once, also where the answer of the first time was lost', async () => {
    const doubted = journal({ gatherMs: 60_000 });
    await through.query('select 1');
    doubted.record(entry);
    const swallowed = proxy.swallowNextAnswer();
    await expect(doubted.flush()).rejects.toThrow();
    await swallowed;
    expect(await kept()).toHaveLength(1);
    await doubted.flush();
    expect(await kept()).toHaveLength(1);
  });

  it('lets nothing more be read when too much waits, or waits too long, and tells of it; then goes on', async () => {
    const troubles: unknown[] = [];
    const onTrouble = (error: unknown) => troubles.push(error);
    const full = journal({ most: 3, gatherMs: 1, onTrouble });
    const late = journal({ patienceMs: 0, gatherMs: 1, onTrouble });
    proxy.refuse();
    for (let at = 0; at < 3; at += 1) expect(codeOf(() => full.record(entry))).toBeNull();
    expect(codeOf(() => full.record(entry))).toBe('reading-not-recorded');
    expect(codeOf(() => late.record(entry))).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(codeOf(() => late.record(entry))).toBe('reading-not-recorded');
    while (troubles.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    proxy.accept();
    while ((await kept()).length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all([full.flush(), late.flush()]);
    expect([codeOf(() => full.record(entry)), codeOf(() => late.record(entry))]).toEqual([null, null]);
    await full.close();
    await late.close();
    expect(await kept()).toHaveLength(6);
  });

  it('tells how much is lost when it is closed while the database is away', async () => {
    const troubles: unknown[] = [];
    const lost = journal({ onTrouble: (error) => troubles.push(error) });
    lost.record(entry);
    proxy.refuse();
    await lost.close();
    proxy.accept();
    expect(String(troubles.at(-1))).toContain('1 readings are lost');
  });

  it('keeps whatever was sent within bounds, so that no entry stands in the way of the others', async () => {
    const odd = journal();
    const text = `\ud800\u0000${'x'.repeat(2_000)}`;
    odd.record({ ...entry, reason: text, asked: text, dossiers: Array.from({ length: 300 }, () => text) });
    odd.record({ ...entry, what: 'log-in', account: 'mat-khau-go-nham', outcome: 'not-authenticated' });
    await odd.flush();
    const rows = (
      await pool.query(
        `select length(reason) as reason, cardinality(dossiers) as dossiers, account from vault.readings
         where account = $1 or what = 'log-in' order by what desc`,
        [entry.account],
      )
    ).rows;
    expect(rows).toMatchObject([{ reason: 499, dossiers: 100 }, { account: null }]);
  });
});
