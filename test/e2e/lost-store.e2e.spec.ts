import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { FaultProxy, freshDatabase, type FreshDatabase } from '#testing';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const marriage: Body = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};

describe('an office whose event store is lost', () => {
  let log: FreshDatabase;
  let proxy: FaultProxy;
  let office: RunningOffice;

  beforeAll(async () => {
    log = await freshDatabase();
    proxy = await FaultProxy.before(log.url);
    office = await runningOffice({ EVENT_STORE_URL: proxy.url });
  }, 60_000);
  afterAll(async () => {
    await office.stop();
    await proxy.close();
    await log.drop();
  });

  const eventually = async (holds: () => Promise<boolean>): Promise<boolean> => {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await holds()) return true;
      await wait(50);
    }
    return false;
  };

  it('refuses commands cleanly, goes on showing what is projected, and resumes by itself', async () => {
    const { body: before } = await office.post('/dossiers', marriage);
    expect((await office.get(`/dossiers?atLeast=${before.position}`)).body.dossiers).toHaveLength(1);

    proxy.refuse();
    const refused = await office.post('/dossiers', marriage, { key: 'while-away' });
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
      503,
      'store-unavailable',
      '1',
    ]);
    expect((await office.get('/dossiers?name=hoa')).body.dossiers[0].code).toBe(before.code);
    expect((await office.get(`/dossiers/${before.code}/timeline`)).body.events).toHaveLength(1);
    expect((await office.get('/health/ready')).status).toBe(503);

    proxy.accept();
    expect(await eventually(async () => (await office.get('/health/ready')).status === 200)).toBe(true);
    const { status, body } = await office.post('/dossiers', marriage, { key: 'while-away' });
    expect(status).toBe(201);
    expect(await eventually(async () => (await office.get('/dossiers')).body.dossiers.length === 2)).toBe(true);
    expect((await office.get(`/dossiers/${body.code}`)).body.revision).toBe(0);
  }, 30_000);

  it('refuses commands cleanly while the disk is full, and takes the same command when there is room', async () => {
    const admin = new pg.Client({ connectionString: log.url });
    await admin.connect();
    const { rows } = await admin.query(`select schemaname from pg_tables where tablename = 'events'`);
    const events = `${rows[0].schemaname}.events`;
    await admin.query(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    await admin.query(`create trigger full_disk before insert on ${events} for each row execute function full_disk()`);
    const count = await office.logged();
    const refused = await office.post('/dossiers', marriage, { key: 'no-room' });
    expect([refused.status, refused.body.code]).toEqual([503, 'store-unavailable']);
    expect(await office.logged()).toBe(count);
    await admin.query(`drop trigger full_disk on ${events}`);
    expect((await office.post('/dossiers', marriage, { key: 'no-room' })).status).toBe(201);
    await admin.end();
  });
});
