import { spawnSync } from 'node:child_process';
import pg from 'pg';
import { built } from './cli-in-thread.js';
import { preparedDatabase, type PreparedDatabase } from './prepared-database.js';
import { PORTS, Running, type Environment } from './running-process.js';

/** What must stand in no log, no problem and on no terminal. */
const PASSWORD = 'planted-password-58121';
const DATABASE_PASSWORD = 'planted-secret-73911';
const NAME = 'Nguyễn Thị Gieo';
const PHONE = '0912887766';
const REASON = 'planted-reason-4471';
const API = `http://127.0.0.1:${PORTS[1]}`;

beforeAll(() => {
  expect(built()).toBe(true);
}, 120_000);

describe('a process that cannot reach its database', () => {
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const run = (args: readonly string[], env: Environment) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['build/run.js', ...args], {
      env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
      encoding: 'utf8',
      timeout: 10_000, // without its log a process waits
      killSignal: 'SIGKILL',
    });
    return { status, said: stdout + stderr };
  };

  it.each([[['api']], [['worker']], [['standalone']], [['cli', 'verify']], [['cli', 'rebuild', 'register']]])(
    '%j says why, and not with which password',
    (args) => {
      const wrong = new URL(server);
      wrong.password = DATABASE_PASSWORD;
      const { status, said } = run(args, { DATABASE_URL: wrong.href });
      expect([status, said]).toEqual([1, expect.stringContaining('password authentication failed')]);
      expect(said).not.toContain(DATABASE_PASSWORD);
    },
    30_000,
  );

  it.each([
    ['a slash', `postgres://clerk:${DATABASE_PASSWORD}/x@127.0.0.1:1/office`],
    ['an at sign', `postgres://clerk:x@${DATABASE_PASSWORD}@127.0.0.1:1/office`],
    ['a question mark', `postgres://clerk:${DATABASE_PASSWORD}?@127.0.0.1:1/office`],
    ['a hash', `postgres://clerk:a#${DATABASE_PASSWORD}@127.0.0.1:1/office`],
    ['the look of a host', `postgres://clerk/x@${DATABASE_PASSWORD}.invalid/office`],
  ])(
    'keeps a password with %s in it to itself',
    (_, url) => {
      const { status, said } = run(['api'], { DATABASE_URL: url });
      expect(status).toBe(1);
      expect(said).not.toContain(DATABASE_PASSWORD);
      expect(run(['api'], { DATABASE_URL: server.href, EVENT_STORE_URL: url }).said).not.toContain(DATABASE_PASSWORD);
    },
    30_000,
  );
});

describe('an office where things go wrong', () => {
  let database: PreparedDatabase;
  let api: Running;
  let worker: Running;
  let token: string;
  const said: string[] = [];
  const ask = async (path: string, body?: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`${API}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    });
    const text = await answer.text();
    if (!path.startsWith('/session') || answer.status !== 201) said.push(text);
    return { status: answer.status, text };
  };

  beforeAll(async () => {
    database = await preparedDatabase(PASSWORD);
    const env = { ...database.env, LOG_LEVEL: 'info' };
    api = new Running('api', { ...env, PORT: String(PORTS[1]) });
    worker = new Running('worker', { ...env, PORT: String(PORTS[2]) });
    await api.isReady(`${API}/health/ready`);
    await worker.isReady(`http://127.0.0.1:${PORTS[2]}/health/ready`);
    const { text } = await ask('/session', JSON.stringify({ account: 'tiepnhan', password: PASSWORD }));
    ({ token } = JSON.parse(text));
  }, 120_000);
  afterAll(async () => {
    await Promise.all([api.ends('SIGTERM'), worker.ends('SIGTERM')]);
    await database.drop();
  });

  it('tells nobody who came, with what, and by which key, whatever fails', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // A query that quotes what is searched, and a read model that quotes what it cannot keep.
    await client.query(`
      alter table read.register alter column procedure_code drop not null,
        alter column procedure_code type uuid using null;
      create function read.quoting() returns trigger language plpgsql as
        $$ begin raise exception 'not %', new.applicant_name; end $$;
      create trigger quoting before insert on read.register for each row execute function read.quoting();`);
    await client.end();
    const reception = JSON.stringify({
      ...{ procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', sets: 1, papers: [] },
      ...{ applicant: { name: NAME, kind: 'citizen', phone: PHONE }, request: REASON },
    });
    expect((await ask('/dossiers', reception, { 'idempotency-key': 'first' })).status).toBe(201);
    await worker.says('"part":"register"');
    const quoting = `/dossiers?procedure=${encodeURIComponent(NAME)}`;
    expect((await ask(quoting, undefined, { 'x-request-id': 'planted-failure' })).status).toBe(500);
    expect((await ask(`/dossiers?name=${encodeURIComponent(NAME)}&limit=x`)).status).toBe(422);
    expect((await ask('/dossiers', `{"name":"${NAME}",}`)).status).toBe(400);
    expect((await ask('/dossiers', `{"${NAME}":1}`, { 'idempotency-key': 'k' })).status).toBe(422);
    expect((await ask(`/${encodeURIComponent(NAME)}`)).status).toBe(404);
    expect((await ask('/session', JSON.stringify({ account: 'tiepnhan', password: `${PASSWORD}!` }))).status).toBe(401);
    expect((await ask('/health')).text).toContain('"lastError":"');
    await api.says('/session","status":401');

    const logs = api.output + worker.output;
    const everything = [logs, ...said.filter((text) => !text.includes('unknown field'))].join('\n');
    const { MASTER_KEY = '', DATABASE_URL = '' } = database.env;
    const secrets = [
      NAME,
      encodeURIComponent(NAME),
      PHONE,
      REASON,
      PASSWORD,
      token,
      MASTER_KEY,
      new URL(DATABASE_URL).password,
    ];
    for (const secret of secrets.filter((text) => text !== '')) expect(everything).not.toContain(secret);
    for (const word of NAME.split(' ')) expect(logs).not.toContain(word);
  }, 60_000);

  it('writes lines of JSON alone, each of a request with its id, and who asked', () => {
    const lines = api.output
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    for (const line of lines) expect(line).toMatchObject({ at: expect.any(String), level: expect.any(String) });
    const failed = lines.filter(({ requestId }) => requestId === 'planted-failure');
    expect(failed).toEqual([
      expect.objectContaining({ level: 'error', context: 'problem', error: expect.stringContaining('22P02') }),
      expect.objectContaining({ level: 'info', context: 'http', status: 500, route: '/dossiers', account: 'tiepnhan' }),
    ]);
    const [guess] = lines.filter(({ status }) => status === 401);
    expect(guess).toMatchObject({ route: '/session', account: null, address: '127.0.0.1' });
    for (const line of worker.output.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ context: 'worker' });
  });
});
