import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { DEMO_PASSWORD } from '#access';
import { built } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';
import { PORTS, Running } from './running-process.js';

const URL_OF_API = `http://127.0.0.1:${PORTS[0]}`;
const json = { 'content-type': 'application/json' };

describe('an API that is told to stop', () => {
  let database: PreparedDatabase;
  let holder: pg.Client;
  beforeAll(async () => {
    expect(built()).toBe(true);
    database = await preparedDatabase(DEMO_PASSWORD);
    holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
  }, 180_000);
  afterAll(async () => {
    await holder.end();
    await database.drop();
  });

  const started = async (env: Readonly<Record<string, string>>) => {
    const api = new Running('api', { ...database.env, PORT: String(PORTS[0]), ...env });
    await api.isReady(`${URL_OF_API}/health/ready`);
    const credentials = { account: 'tiepnhan', password: DEMO_PASSWORD };
    const answer = await fetch(`${URL_OF_API}/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(credentials),
    });
    const { token } = await answer.json();
    return { api, token };
  };

  /** A reception that waits for the log, which is held. */
  const underWay = async (token: string, key: string) => {
    await holder.query('begin');
    await holder.query('lock table event_store.events in access exclusive mode');
    const reception = fetch(`${URL_OF_API}/dossiers`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}`, 'idempotency-key': key },
      body: JSON.stringify({
        ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1, papers: [] },
        ...{ applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen' }, request: 'Đăng ký kết hôn' },
      }),
    }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    await until(async () => (await waiting(holder)) > 0);
    return reception;
  };

  it('says so first, takes no more connections, and ends what is under way', async () => {
    const { api, token } = await started({ STOP_DELAY_SECONDS: '2', STATEMENT_TIMEOUT_SECONDS: '120' });
    const reception = underWay(token, 'under-way');
    await until(async () => (await waiting(holder)) > 0);
    const ended = api.ends('SIGTERM');
    await until(async () => (await statusOf('/health/ready')) === 503);
    expect(await statusOf('/health/live')).toBe(200); // it still answers, so that nobody is turned away meanwhile
    await until(async () => (await statusOf('/health/live')) === 'refused');
    await holder.query('rollback');
    expect(await reception).toBe(201);
    expect(await ended).toBe(0);
  }, 60_000);

  it('stops while it still waits for its log', async () => {
    const waiting = new Running('api', { ...database.env, EVENT_STORE_URL: 'postgres://u@127.0.0.1:1/x', PORT: '0' });
    await until(async () => {
      const { rowCount } = await holder.query(
        `select 1 from pg_stat_activity where application_name = 'dung-hen vault' and datname = current_database()`,
      );
      return (rowCount ?? 0) > 0;
    });
    expect(await waiting.ends('SIGTERM')).toBe(1);
  }, 60_000);

  it('cuts off what does not end, and stops all the same', async () => {
    const { api, token } = await started({ STATEMENT_TIMEOUT_SECONDS: '30' });
    const reception = underWay(token, 'never');
    await until(async () => (await waiting(holder)) > 0);
    const ended = api.ends('SIGTERM');
    expect(await reception).toBe('cut off');
    expect(await ended).toBe(0);
    await holder.query('rollback');
  }, 60_000);
});

/** How many statements wait for what this connection holds. */
async function waiting(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}

const statusOf = (path: string): Promise<number | 'refused'> =>
  fetch(`${URL_OF_API}${path}`, { headers: { connection: 'close' } }).then(
    ({ status }) => status,
    () => 'refused' as const,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await wait(20)) if (await holds()) return;
  throw new Error('it never came to that');
}
