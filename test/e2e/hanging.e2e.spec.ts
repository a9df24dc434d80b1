import pg from 'pg';
import { runningOffice, type RunningOffice } from './running-office.js';

const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Trần Văn Bình', kind: 'citizen' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};
const AWAY = { status: 503, code: 'store-unavailable' };

describe('a statement that hangs', () => {
  let office: RunningOffice;
  let holder: pg.Client;
  beforeAll(async () => {
    office = await runningOffice({ STATEMENT_TIMEOUT_SECONDS: '1' });
    await office.tokenOf('tiepnhan');
    holder = new pg.Client({ connectionString: office.database.url });
    await holder.connect();
  }, 60_000);
  afterAll(async () => {
    await holder.end();
    await office.stop();
  });

  const holding = async (table: string, run: () => Promise<void>): Promise<void> => {
    await holder.query('begin');
    await holder.query(`lock table ${table} in access exclusive mode`);
    await run().finally(() => holder.query('rollback'));
  };

  it.each([
    ['the vault', 'vault.sessions', () => office.get('/agencies')],
    ['the read store', 'read.register', () => office.get('/dossiers')],
    ['the log', 'event_store.events', () => office.get('/dossiers/H27.118-261120-0001')],
  ])(
    'in %s is ended and answered, and what comes afterwards finds connections',
    async (_, table, ask) => {
      await holding(table, async () => {
        const answers = await Promise.all(Array.from({ length: 30 }, ask)); // more than any pool has connections
        for (const { body, headers } of answers) {
          expect(body).toMatchObject(AWAY);
          expect(headers['retry-after']).toBe('1');
        }
      });
      expect([200, 404]).toContain((await ask()).status);
    },
    60_000,
  );

  it('leaves a reception unwritten, and the same one goes through afterwards', async () => {
    const before = await office.logged();
    await holding('event_store.events', async () => {
      expect((await office.post('/dossiers', marriage, { key: 'held' })).body).toMatchObject(AWAY);
    });
    expect(await office.logged()).toBe(before);
    expect((await office.post('/dossiers', marriage, { key: 'held' })).status).toBe(201);
    expect(await office.logged()).toBe(before + 2); // its number and itself
  }, 60_000);

  it('is bounded on every connection, by what is said when it is made', async () => {
    const { rows } = await holder.query<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity
       where datname = current_database() and application_name <> ''`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([
      'dung-hen event store',
      'dung-hen read store',
      'dung-hen sign of life',
      'dung-hen timers',
      'dung-hen vault',
    ]);
    const asked = await office.installation.db.query(
      `select name, setting from pg_settings
       where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`,
    );
    expect(asked).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '30000' },
      { name: 'lock_timeout', setting: '500' },
      { name: 'statement_timeout', setting: '1000' },
    ]);
  });

  it('that sleeps is ended as well, and the connection serves again', async () => {
    const { db } = office.installation;
    await expect(db.query('select pg_sleep(30)')).rejects.toMatchObject({ code: '57014' });
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
  }, 15_000);
});
