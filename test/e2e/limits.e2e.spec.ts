import { connect } from 'node:net';
import request from 'supertest';
import { DEMO_PASSWORD } from '#access';
import { runningOffice, type RunningOffice } from './running-office.js';

const TOO_MANY = { status: 429, code: 'too-many-requests', type: '/problems/too-many-requests' };

/** What a server answers to bytes as they stand, until it closes the connection. */
async function answerTo(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = '';
  for await (const bytes of socket) answer += String(bytes);
  return answer;
}

describe('rate limits', () => {
  let office: RunningOffice;
  const start = async (environment: Readonly<Record<string, string>>) => {
    office = await runningOffice(environment);
  };
  afterEach(() => office.stop());

  it('stop an address before anything is looked up, whatever it says of where it comes from, and say how long', async () => {
    await start({ RATE_PER_ADDRESS: '5' });
    const ask = (forged: string) =>
      request(office.server).get('/dossiers').set('x-forwarded-for', forged).set('forwarded', `for=${forged}`);
    for (let at = 0; at < 5; at += 1) expect((await ask(`203.0.113.${at}`)).status).toBe(401);
    const { body, headers } = await ask('203.0.113.9');
    expect(body).toMatchObject(TOO_MANY);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await request(office.server).get('/nowhere')).status).toBe(429);
  }, 30_000);

  it('count the address that a trusted proxy names, and not what stands before it', async () => {
    await start({ RATE_PER_ADDRESS: '2', TRUST_PROXY: 'loopback' });
    const ask = (forwarded: string) => request(office.server).get('/dossiers').set('x-forwarded-for', forwarded);
    for (const forged of ['198.51.100.1', '198.51.100.2'])
      expect((await ask(`${forged}, 203.0.113.7`)).status).toBe(401);
    expect((await ask('198.51.100.3, 203.0.113.7')).status).toBe(429);
    expect((await ask('203.0.113.8')).status).toBe(401);
  }, 30_000);

  it('stop an account and nobody else at the same address', async () => {
    await start({ RATE_PER_ACCOUNT: '3' });
    for (let at = 0; at < 3; at += 1) expect((await office.get('/agencies')).status).toBe(200);
    expect((await office.get('/agencies')).body).toMatchObject(TOO_MANY);
    expect((await office.get('/agencies', 'thuly')).status).toBe(200);
  }, 30_000);

  it('stop guessing of passwords, for all copies of the API, and never who gets in', async () => {
    await start({ RATE_LOG_INS: '3' });
    const logIn = (account: string, password: string) =>
      request(office.server).post('/session').send({ account, password });
    for (let at = 0; at < 6; at += 1) expect((await logIn('tiepnhan', DEMO_PASSWORD)).status).toBe(201);
    for (let at = 0; at < 3; at += 1) expect((await logIn(`nobody-${at}`, 'a wrong password')).status).toBe(401);
    const { body } = await logIn('tiepnhan', DEMO_PASSWORD);
    expect(body).toMatchObject(TOO_MANY);
    const counted = await office.installation.db.query(`select key, points from vault.log_in_rates`);
    expect(counted).toEqual([{ key: 'address:127.0.0.1', points: 4 }]);
  }, 30_000);

  it('are off where they are 0', async () => {
    await start({ RATE_PER_ADDRESS: '0', RATE_PER_ACCOUNT: '0', RATE_LOG_INS: '0' });
    for (let at = 0; at < 20; at += 1) expect((await office.get('/agencies')).status).toBe(200);
  }, 30_000);
});

describe('what a request may be', () => {
  let office: RunningOffice;
  let url: string;
  let token: string;
  beforeAll(async () => {
    office = await runningOffice({ REQUEST_TIMEOUT_SECONDS: '1' });
    url = await office.listen();
    token = await office.tokenOf('tiepnhan');
  }, 60_000);
  afterAll(() => office.stop());

  const receive = (text: string, type = 'application/json') =>
    request(office.server)
      .post('/dossiers')
      .set({ authorization: `Bearer ${token}`, 'idempotency-key': 'k', 'content-type': type })
      .send(text);

  it.each([
    ['an address that is too long', `/dossiers?name=${'a'.repeat(4_100)}`, 413, 'too-large'],
    ['a value that is too long', `/dossiers?other=${'a'.repeat(600)}`, 422, 'invalid-input'],
    [
      'too many parameters',
      `/dossiers?${Array.from({ length: 21 }, (_, at) => `p${at}=1`).join('&')}`,
      422,
      'invalid-input',
    ],
    ['a parameter that comes twice, known or not', '/dossiers?other=1&other=2', 422, 'invalid-input'],
  ])('refuses %s', async (_, path, status, code) => {
    expect((await office.get(path)).body).toMatchObject({ status, code });
  });

  it('refuses what the router cannot read, without saying it again', async () => {
    const { status, headers, text } = await request(office.server).get('/dossiers/%zz%3Cscript%3E');
    expect([status, headers['content-type'], text.includes('script')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
      false,
    ]);
  });

  it.each([
    ['a body of more than 256 KiB', JSON.stringify({ request: 'a'.repeat(262_145) }), 413],
    ['a nest of a hundred thousand lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422],
    ['a nest inside a field', `{"papers":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, 422],
    ['a prototype', '{"__proto__":{"role":"administrator"}}', 400],
    ['a prototype further down', '{"applicant":{"__proto__":{"kind":"citizen"}}}', 400],
    ['a constructor with a prototype', '{"constructor":{"prototype":{"role":"administrator"}}}', 400],
    ['what is no JSON', '{"applicant":', 400],
  ])('refuses %s', async (_, body, status) => {
    const answer = await receive(body);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
  });

  it('takes JSON only', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])
      expect((await receive('a=1', type)).status).toBe(415);
  });

  it('refuses headers of more than 16 KiB', async () => {
    const answer = await answerTo(url, `GET /health/live HTTP/1.1\r\nhost: a\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*application\/problem\+json/);
  });

  it.each([
    ['headers that do not end', 'GET /health/live HTTP/1.1\r\nhost: a\r\nx-slow: '],
    [
      'a body that does not come',
      'POST /session HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    ],
  ])(
    'does not wait for %s',
    async (_, text) => {
      expect(await answerTo(url, text)).toMatch(/^HTTP\/1\.1 408 [\s\S]*application\/problem\+json/);
    },
    15_000,
  );

  it('says that what is no HTTP is none', async () => {
    expect(await answerTo(url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});
