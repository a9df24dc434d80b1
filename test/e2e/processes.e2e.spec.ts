import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#access';
import { freshDatabase, type FreshDatabase } from '#testing';
import { PORTS, Running, type Environment } from './running-process.js';

const run = (app: string, env: Environment) =>
  spawnSync(process.execPath, ['build/run.js', app], { env: { ...process.env, ...env }, encoding: 'utf8' });

beforeAll(() => {
  expect(spawnSync(process.execPath, ['build/run.js'], { encoding: 'utf8' }).status).toBe(0);
}, 120_000);

describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'office-'));
  chmodSync(dataDir, 0o755); // where the tests run as root, PostgreSQL does not
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('publishes what ships at the first start and nothing at the second, keeps the data, and stops on Ctrl-C', async () => {
    const env = { DATA_DIR: dataDir, PORT: '0' };
    const first = new Running('standalone', env);
    await first.says('Ctrl-C');
    const url = await first.says(/http:\/\/127\.0\.0\.1:\d+/);
    expect(first.output).toContain('2642/2642');
    for (const { name } of DEMO_ACCOUNTS) expect(first.output).toContain(name);
    const token = await logIn(url, 'tiepnhan');
    const { code } = await receive(url, token);
    expect(await first.ends('SIGINT')).toBe(0);

    const second = new Running('standalone', env);
    await second.says('Ctrl-C');
    expect(second.output).not.toContain('Nạp');
    const again = await second.says(/http:\/\/127\.0\.0\.1:\d+/);
    const found = await fetch(`${again}/dossiers/${code}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await found.json()).toMatchObject({ code, status: 'in-process' });
    expect(await second.ends('SIGTERM')).toBe(0);
  }, 120_000);

  it('says which variable is wrong, and starts nothing', () => {
    const { status, stderr } = run('standalone', { PORT: '70000', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' });
    expect(status).toBe(1);
    expect(stderr).toContain('PORT must be a whole number from 0 to 65535');
    expect(stderr).toContain('DATABASE_URL must be postgres://user:password@host/name');
    expect(stderr).toContain('LOG_LEVEL must be one of error, warn, info');
  });

  it('says why when the database does not answer', () => {
    const { status, stderr } = run('standalone', { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' });
    expect([status, stderr.includes('ECONNREFUSED'), stderr.includes('secret')]).toEqual([1, true, false]);
  });
});

describe('api and worker as processes of their own', () => {
  let database: FreshDatabase;
  const running: Running[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await Promise.all(running.map((each) => each.ends('SIGTERM')));
    await database.drop();
  });

  it('run several of each on one database, and stop when told', async () => {
    const env = { DATABASE_URL: database.url };
    const start = (app: string, port = '') => {
      const process = new Running(app, { ...env, PORT: port });
      running.push(process);
      return process;
    };
    const [api, other, worker, spare] = PORTS;
    const started = [start('api', api), start('api', other), start('worker', worker), start('worker', spare)];
    await Promise.all(started.map((each, at) => each.isReady(`http://127.0.0.1:${PORTS[at]}/health/ready`)));
    const { projections } = await (await fetch(`http://127.0.0.1:${worker}/health/ready`)).json();
    expect(projections.map(({ running: led }: { running: boolean }) => led)).not.toContain(false);
    const codes = await Promise.all(running.splice(0).map((each) => each.ends('SIGTERM')));
    expect(codes).toEqual([0, 0, 0, 0]);
  }, 60_000);
});

async function logIn(url: string, account: string): Promise<string> {
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: DEMO_PASSWORD }),
  });
  return (await answer.json()).token;
}

async function receive(url: string, token: string): Promise<{ readonly code: string }> {
  const answer = await fetch(`${url}/dossiers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': 'first' },
    body: JSON.stringify({
      ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1, papers: [] },
      ...{ applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen' }, request: 'Đăng ký kết hôn' },
    }),
  });
  return answer.json();
}
