import request from 'supertest';
import { runningOffice, type RunningOffice } from './running-office.js';

const ORIGIN = 'https://motcua.example.vn';

describe('what browsers are told', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  it.each(['/dossiers', '/nowhere', '/health', '/session', '/docs', '/problems/not-allowed'])(
    'on %s: nothing is guessed, framed, or loaded from elsewhere',
    async (path) => {
      const { headers } = await request(office.server).get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).toContain("script-src 'self';");
      expect(headers).not.toHaveProperty('strict-transport-security');
      expect(headers).not.toHaveProperty('x-powered-by');
    },
  );

  it('keep nothing of what is asked, answered or refused', async () => {
    const answers = [
      await office.get('/dossiers'),
      await office.get('/procedures?q=ket+hon'),
      await request(office.server).get('/dossiers'),
      await request(office.server).post('/session').send({ account: 'tiepnhan', password: 'wrong' }),
      await request(office.server).get('/health'),
    ];
    for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store');
  });

  it('may show the page of the API, all of whose scripts are its own', async () => {
    const { text } = await request(office.server).get('/docs');
    const scripts = [...text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(2);
    for (const [, attributes, inline = ''] of scripts) {
      expect([inline.trim(), attributes]).toEqual(['', expect.stringMatching(/src=["']\.?\/?docs\//)]);
      const [, source = ''] = /src=["']\.?\/?([^"']+)/.exec(attributes ?? '') ?? [];
      expect((await request(office.server).get(`/${source}`)).status).toBe(200);
    }
    expect(text).not.toMatch(/\son[a-z]+=|https?:\/\/(?!www\.w3\.org)/);
  });

  it('let no page of another origin read an answer', async () => {
    const { headers } = await request(office.server).get('/health').set('origin', ORIGIN);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await request(office.server)
      .options('/dossiers')
      .set({ origin: ORIGIN, 'access-control-request-method': 'POST' });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([404, undefined]);
  });
});

describe('an office that serves pages of another origin by TLS', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice({ CORS_ORIGINS: `${ORIGIN}, https://other.example.vn:8443`, HSTS_DAYS: '365' });
  }, 60_000);
  afterAll(() => office.stop());

  it('answers exactly those that it was told of', async () => {
    const ask = (origin: string) =>
      request(office.server).options('/dossiers').set({ origin, 'access-control-request-method': 'POST' });
    const { status, headers } = await ask(ORIGIN);
    expect([status, headers['access-control-allow-origin']]).toEqual([204, ORIGIN]);
    expect(headers['access-control-allow-headers']).toContain('idempotency-key');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    for (const other of [
      'https://example.vn',
      `${ORIGIN}.evil.example`,
      `${ORIGIN}:8443`,
      'http://motcua.example.vn',
      'null',
    ])
      expect((await ask(other)).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('tells them what they may read, and browsers to come by TLS', async () => {
    const { headers } = await request(office.server).get('/health').set('origin', ORIGIN);
    expect(headers['access-control-expose-headers']).toContain('etag');
    expect(headers['strict-transport-security']).toBe('max-age=31536000'); // 365 × 86,400
  });
});
