import { setTimeout as wait } from 'node:timers/promises';
import request from 'supertest';
import { DEMO_PASSWORD, rights, type Right } from '#access';
import type { Recorded } from '#kernel';
import { AUDIENCE, IdentityProvider } from '#testing';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen', phone: '0912000001' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};

let keys = 0;

/** A request with a token, whoever issued it. */
function asking(office: RunningOffice, token: string, headers: Readonly<Record<string, string>> = {}) {
  const given = (asked: request.Test) => asked.set('authorization', `Bearer ${token}`).set(headers);
  return {
    get: (path: string) => given(request(office.server).get(path)),
    put: (path: string, body: Body) => given(request(office.server).put(path)).send(body),
    delete: (path: string) => given(request(office.server).delete(path)),
    post: (path: string, body: Body, key = `identity-${(keys += 1)}`) =>
      given(request(office.server).post(path)).set('idempotency-key', key).send(body),
  };
}

async function eventsOf(office: RunningOffice, dossierId: string): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for await (const event of office.installation.store.read(`dossier-${dossierId}`)) events.push(event);
  return events;
}

describe('an office of an identity provider', () => {
  let provider: IdentityProvider;
  let office: RunningOffice;
  const environment = () => ({
    OIDC_ISSUER: provider.issuer,
    OIDC_AUDIENCE: AUDIENCE,
    OIDC_ROLE_CLAIM: 'realm_access.roles',
    OIDC_AGENCY_CLAIM: 'agency',
    OIDC_ROLE_MAP: 'dh-tiepnhan=reception-officer, dh-thuly=case-officer',
  });
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    office = await runningOffice(environment());
  }, 60_000);
  afterAll(async () => {
    await office.stop();
    await provider.goAway();
  });

  it('receives a dossier with a token of the provider, and the log names its account', async () => {
    const hoa = asking(office, await provider.token());
    expect((await hoa.get('/session')).body).toEqual({
      account: 'oidc:b6f1-hoa',
      name: 'hoa',
      role: 'reception-officer',
      agency: 'H27.118.1',
      rights: null,
    });
    const { status, body } = await hoa.post('/dossiers', marriage);
    expect([status, body.code]).toEqual([201, expect.stringMatching(/^H27\.118-261120-\d{4}$/)]);
    const actor = { id: 'oidc:b6f1-hoa', role: 'reception-officer', agency: 'H27.118.1' };
    expect((await eventsOf(office, body.dossierId)).map(({ meta }) => meta.actor)).toEqual([actor]);
    const elsewhere = await hoa.post('/dossiers', { ...marriage, centre: 'H27.119.1' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'not-allowed']);
  });

  it('lets somebody of two roles choose the one to act in', async () => {
    const token = await provider.token({ realm_access: { roles: ['dh-tiepnhan', 'dh-thuly'] }, agency: 'H27.118' });
    const { status, body } = await asking(office, token).get('/session');
    expect([status, body.code, body.roles]).toEqual([
      403,
      'identity-not-mapped',
      ['case-officer', 'reception-officer'],
    ]);
    const chosen = await asking(office, token, { 'as-role': 'case-officer' }).get('/session');
    expect(chosen.body.role).toBe('case-officer');
  });

  it('knows an agency that the catalogue knows, and no other', async () => {
    const { status, body } = await asking(office, await provider.token({ agency: 'H99.1' })).get('/session');
    expect([status, body.code, body.why, body.agency]).toEqual([403, 'identity-not-mapped', 'unknown agency', 'H99.1']);
  });

  it('takes no local password, and no session of before', async () => {
    const login = await request(office.server).post('/session').send({ account: 'tiepnhan', password: DEMO_PASSWORD });
    expect([login.status, login.body.code]).toEqual([403, 'local-accounts-off']);
    const password = { current: DEMO_PASSWORD, password: 'một mật khẩu mới' };
    const changed = await asking(office, await provider.token()).put('/session/password', password);
    expect([changed.status, changed.body.code]).toEqual([403, 'not-allowed']);
  });

  it('takes a token no more after it logged out', async () => {
    const token = await provider.token({ jti: 'leaving' });
    const hoa = asking(office, token);
    expect((await hoa.delete('/session')).status).toBe(204);
    for (const answer of [await hoa.get('/procedures'), await hoa.post('/dossiers', marriage, 'replayed')])
      expect([answer.status, answer.body.code, answer.body.why]).toEqual([401, 'not-authenticated', 'logged out']);
    expect((await asking(office, await provider.token()).get('/procedures')).status).toBe(200);
  });

  it('starts while the provider is away, answers that it is, and lets in when it is back', async () => {
    const token = await provider.token();
    await provider.goAway();
    const other = await runningOffice(environment());
    const { status, body, headers } = await asking(other, token).get('/procedures');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'identity-unavailable', '1']);
    expect((await asking(office, token).get('/procedures')).status).toBe(200);
    await provider.comeBack();
    let back = status;
    for (let at = 0; back === 503 && at < 200; at += 1, await wait(50))
      back = (await asking(other, token).get('/procedures')).status;
    expect(back).toBe(200);
    await other.stop();
  }, 60_000);
});

describe('an office of local accounts and services', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());
  const logIn = (account: string, password: string) =>
    request(office.server).post('/session').send({ account, password });

  it('lets a new account do nothing before it has a password of its own', async () => {
    const { accounts } = office.installation;
    const first = 'mật khẩu được cấp';
    await accounts.create({ name: 'moi', role: 'reception-officer', agency: 'H27.118.1' }, first, { mustChange: true });
    const { body: session } = await logIn('moi', first);
    expect(session.mustChangePassword).toBe(true);
    const moi = asking(office, session.token);
    for (const answer of [
      await moi.get('/procedures'),
      await moi.get('/session'),
      await moi.post('/dossiers', marriage),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'password-change-needed']);
    const mine = { current: first, password: 'mật khẩu của riêng tôi' };
    expect((await moi.put('/session/password', { ...mine, current: 'sai' })).body.code).toBe('wrong-password');
    expect((await moi.put('/session/password', { ...mine, password: first })).body.code).toBe('password-not-allowed');
    expect((await moi.put('/session/password', mine)).status).toBe(204);
    expect((await moi.post('/dossiers', marriage)).status).toBe(201);
  });

  it('lets who must change a password log out', async () => {
    const { accounts } = office.installation;
    await accounts.create({ name: 'roi', role: 'clerk', agency: null }, DEMO_PASSWORD, { mustChange: true });
    const { body: session } = await logIn('roi', DEMO_PASSWORD);
    expect((await asking(office, session.token).delete('/session')).status).toBe(204);
    expect((await asking(office, session.token).get('/procedures')).status).toBe(401);
  });

  it('ends every session of an account that logs out everywhere, and at once those of one that is closed', async () => {
    const tokens = [];
    for (let at = 0; at < 3; at += 1) tokens.push((await logIn('vanthu', DEMO_PASSWORD)).body.token);
    const [here = '', ...others] = tokens;
    expect((await asking(office, here).delete('/session/all')).status).toBe(204);
    for (const token of others) expect((await asking(office, token).get('/procedures')).status).toBe(401);
    const { body } = await logIn('vanthu', DEMO_PASSWORD);
    await office.installation.accounts.close('vanthu', office.clock.at);
    expect((await asking(office, body.token).get('/procedures')).status).toBe(401);
    await office.installation.accounts.reopen('vanthu');
  });

  it('answers a locked name as one that does not exist', async () => {
    const said = [];
    for (const name of ['lanhdao', 'khong-co-ai']) {
      for (let at = 0; at < 10; at += 1) await office.installation.accounts.attempts.begin(name, office.clock.at);
      const { status, headers, body } = await logIn(name, DEMO_PASSWORD);
      said.push([status, headers['retry-after'], { ...body, requestId: 'its own' }]);
    }
    expect(said[0]).toEqual(said[1]);
    expect(said[0]?.slice(0, 2)).toEqual([429, '900']);
    await office.installation.accounts.reopen('lanhdao');
  });

  describe('with a key of the portal', () => {
    const scope: readonly Right[] = ['SubmitDossier', 'PayFee', 'read-dossier'];
    const filed = { ...marriage, channel: 'online', portalCode: 'G22.99-261120-000001', sets: undefined };
    let key: string;
    let dossierId: string;
    const portal = () => asking(office, key);
    beforeAll(async () => {
      const { services, clock } = office.installation;
      key = await services.create({ name: 'cong', role: 'integration', rights: scope, endsAt: null }, clock.now());
      const { body } = await portal().post('/dossiers/submissions', filed);
      dossierId = body.dossierId;
    });

    it('files and reads what is in its scope, and the log names the service and nothing of its key', async () => {
      expect((await portal().get(`/dossiers/${dossierId}`)).status).toBe(200);
      const actors = (await eventsOf(office, dossierId)).map(({ meta }) => meta.actor);
      expect(actors).toEqual([{ id: 'service:cong', role: 'integration', agency: null }]);
      expect((await office.get(`/dossiers/${dossierId}`, 'cong')).status).toBe(404); // the account `cong` is another
    });

    it('is refused every right beyond its scope, by name', async () => {
      const { body: docs } = await request(office.server).get('/docs-json');
      const before = await office.logged();
      let refused = 0;
      for (const [path, methods] of Object.entries<Body>(docs.paths))
        for (const [method, operation] of Object.entries<Body>(methods as never)) {
          const right = operation['x-right'] as Right | undefined;
          if (right === undefined || !(right in rights) || scope.includes(right)) continue;
          const at = path.replace('{dossier}', dossierId).replace('{code}', 'x');
          const { status, body } = await (method === 'get' ? portal().get(at) : portal().post(at, {}));
          expect([right, status, body.code, body.right]).toEqual([right, 403, 'not-allowed', right]);
          refused += 1;
        }
      expect(refused).toBeGreaterThan(30);
      expect(await office.logged()).toBe(before);
    }, 30_000);

    it('is refused them inside the command too, not at the route alone', async () => {
      const { identities, desk, clock } = office.installation;
      const caller = await identities.callerOf(key, clock.now());
      const data = { requestedBy: 'A', reason: 'B' };
      const given = { key: 'inside', correlationId: 'test' };
      const withdrawing = desk.give(caller, given, dossierId, { type: 'WithdrawDossier', data });
      await expect(withdrawing).rejects.toMatchObject({ code: 'not-allowed', facts: { right: 'WithdrawDossier' } });
      await expect(desk.findFor(caller, 'read-timeline', dossierId)).rejects.toMatchObject({ code: 'not-allowed' });
      expect(await eventsOf(office, dossierId)).toHaveLength(1);
    });

    it('does not log out, and is worth nothing once it is revoked', async () => {
      expect((await portal().delete('/session')).status).toBe(403);
      await office.installation.services.revoke('cong', null, office.clock.at);
      const { status, body } = await portal().get(`/dossiers/${dossierId}`);
      expect([status, body.code]).toEqual([401, 'not-authenticated']);
    });
  });

  it.each(['', 'dhs_', 'dhk_short-key-that-nobody-made', 'eyJhbGciOiJub25lIn0.e30.', 'a'.repeat(9_000)])(
    'knows nobody by the token "%.40s"',
    async (token) => {
      expect((await asking(office, token).get('/procedures')).status).toBe(401);
    },
  );
});
