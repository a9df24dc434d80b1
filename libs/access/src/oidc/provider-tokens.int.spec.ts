import { createHash, createPublicKey } from 'node:crypto';
import { base64url, SignJWT } from 'jose';
import pg from 'pg';
import { Refusal } from '#kernel';
import { openVault, Provider, ProviderTokens, type OidcConfiguration } from '#access';
import { AUDIENCE, freshDatabase, IdentityProvider, type FreshDatabase } from '#testing';

const now = '2026-11-20T02:00:00.000Z';
const seconds = Date.parse(now) / 1_000;
const PATIENT = { timeoutMs: 2_000, cooldownMs: 0, refreshMs: 600_000, retryMs: 0, trustedMs: 86_400_000 };

describe('tokens of an identity provider', () => {
  let database: FreshDatabase;
  let pool: pg.Pool;
  let provider: IdentityProvider;
  let tokens: ProviderTokens;

  const configured = (changed: Partial<OidcConfiguration> = {}): OidcConfiguration => ({
    issuer: provider.issuer,
    audience: AUDIENCE,
    roleClaim: 'realm_access.roles',
    agencyClaim: 'agency',
    nameClaim: 'preferred_username',
    roles: new Map([
      ['dh-tiepnhan', 'reception-officer'],
      ['dh-thuly', 'case-officer'],
      ['dh-thanhtra', 'inspector'],
      ['dh-quantri', 'administrator'],
    ]),
    clockSkewSeconds: 30,
    ...changed,
  });
  const accepting = (changed: Partial<OidcConfiguration> = {}, patience = PATIENT) => {
    const config = configured(changed);
    return new ProviderTokens(config, new Provider(config.issuer, patience), pool, (code) => code.startsWith('H27.'));
  };
  const why = (promise: Promise<unknown>) =>
    promise.then(
      () => 'accepted',
      (error: unknown) => (error instanceof Refusal ? `${error.code}: ${String(error.facts['why'])}` : error),
    );
  const asked = async (token: string, chosen?: string) => why(tokens.callerOf(token, now, chosen));

  beforeAll(async () => {
    database = await freshDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    await openVault(pool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  beforeEach(async () => {
    await pool.query('truncate vault.revoked_tokens, vault.revoked_accounts');
    provider = await IdentityProvider.start();
    tokens = accepting();
  });
  afterEach(() => provider.goAway());

  it('says whom a token speaks for', async () => {
    expect(await tokens.callerOf(await provider.token(), now)).toEqual({
      account: 'oidc:b6f1-hoa',
      actor: { id: 'oidc:b6f1-hoa', role: 'reception-officer', agency: 'H27.118.1' },
      name: 'hoa',
      mustChangePassword: false,
    });
  });

  it.each(['ES256', 'PS256', 'EdDSA'])('takes signatures by %s', async (alg) => {
    const other = await IdentityProvider.start(alg);
    expect(await why(accepting({ issuer: other.issuer }).callerOf(await other.token(), now))).toBe('accepted');
    await other.goAway();
  });

  describe('refuses', () => {
    it.each([
      ['another audience', { aud: 'another-api' }, 'aud'],
      ['no audience', { aud: null }, 'aud'],
      ['another issuer', { iss: 'https://login.example/realms/tinh' }, 'iss'],
      ['an issuer that only looks alike', { iss: 'http://127.0.0.1/realms/tinh/' }, 'iss'],
      ['a token that has expired', { exp: seconds - 31 }, 'expired'],
      ['a token that never expires', { exp: null }, 'exp'],
      ['a token that is not valid yet', { nbf: seconds + 31 }, 'not yet valid'],
      ['a token of nobody', { sub: null }, 'sub'],
    ])('%s', async (_what, claims, reason) => {
      expect(await asked(await provider.token(claims))).toBe(`not-authenticated: ${reason}`);
    });

    it('a signature of another key under the name of a known one', async () => {
      const other = await IdentityProvider.start();
      const forged = await other.token({ iss: provider.issuer });
      expect(await asked(forged)).toBe('not-authenticated: signature');
      await other.goAway();
    });

    it('a token of another provider, whose key nobody knows', async () => {
      const other = await IdentityProvider.start();
      const foreign = await other.token({}, { kid: 'key-of-another' });
      expect(await asked(foreign)).toBe('not-authenticated: unknown key');
      await other.goAway();
    });

    it('what was changed after it was signed', async () => {
      const [header, payload = '', signature] = (await provider.token()).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const raised = { ...claims, realm_access: { roles: ['dh-thanhtra'] }, agency: '*' };
      const tampered = [header, base64url.encode(JSON.stringify(raised)), signature].join('.');
      expect(await asked(tampered)).toBe('not-authenticated: signature');
    });

    it.each(['none', 'None', 'NONE'])('a token that says alg: %s', async (alg) => {
      const [, payload, signature] = (await provider.token()).split('.');
      const header = base64url.encode(JSON.stringify({ alg, kid: provider.publicKey.kid }));
      for (const token of [`${header}.${payload}.`, `${header}.${payload}.${signature}`])
        expect(await asked(token)).toBe('not-authenticated: algorithm');
    });

    it('HS256 with the public key as its secret', async () => {
      const { publicKey } = provider;
      const pem = createPublicKey({ key: publicKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
      const [, payload = ''] = (await provider.token()).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      for (const secret of [pem, JSON.stringify(publicKey), publicKey.n ?? '']) {
        const header = { alg: 'HS256', ...(publicKey.kid === undefined ? {} : { kid: publicKey.kid }) };
        const forged = await new SignJWT(claims).setProtectedHeader(header).sign(Buffer.from(secret));
        expect(await asked(forged)).toBe('not-authenticated: algorithm');
      }
    });

    it('what is signed and no access token', async () => {
      expect(await asked(await provider.token({}, { typ: 'logout+jwt' }))).toBe(
        'not-authenticated: not an access token',
      );
    });

    it.each(['a.b.c', '..', 'e30.e30.', `${'e30.'.repeat(4)}e30`])('"%s", which is no token', async (text) => {
      expect(await asked(text)).toMatch(/^not-authenticated: (not a token|algorithm)$/);
    });
  });

  it('allows for clocks that differ by as much as is configured, and no more', async () => {
    expect(await asked(await provider.token({ exp: seconds - 29 }))).toBe('accepted');
    expect(await asked(await provider.token({ nbf: seconds + 29 }))).toBe('accepted');
    tokens = accepting({ clockSkewSeconds: 0 });
    expect(await asked(await provider.token({ exp: seconds }))).toBe('not-authenticated: expired');
  });

  describe('makes of claims', () => {
    const roles = (...values: readonly string[]) => ({ realm_access: { roles: values } });

    it.each<[string, object, string]>([
      ['no role', roles('offline_access'), 'no role'],
      ['a role of a name that is no map', roles('__proto__', 'constructor', 'reception-officer'), 'no role'],
      ['no claim at all', { realm_access: null }, 'no role'],
      ['two roles', roles('dh-tiepnhan', 'dh-thuly'), 'several roles, and none chosen'],
      ['an agency that is not in the catalogue', { agency: 'H99' }, 'unknown agency'],
      ['two agencies', { agency: ['H27.118', 'H27.119'] }, 'several agencies'],
      ['no agency', { agency: null }, 'no agency'],
      ['no agency of an inspector', { ...roles('dh-thanhtra'), agency: null }, 'no agency'],
      ['a subject of control characters', { sub: 'a\u0000b' }, 'the subject cannot be a name'],
      ['an endless subject', { sub: 'a'.repeat(256) }, 'the subject cannot be a name'],
    ])('%s a refusal that says so', async (_what, claims, reason) => {
      expect(await asked(await provider.token({ ...claims }))).toBe(`identity-not-mapped: ${reason}`);
    });

    it('the role that was chosen, if it is one of theirs', async () => {
      const token = await provider.token(roles('dh-tiepnhan', 'dh-thuly'));
      expect((await tokens.callerOf(token, now, 'case-officer')).actor.role).toBe('case-officer');
      expect(await asked(token, 'leader')).toBe('identity-not-mapped: not a role of this account');
    });

    it('an inspector of everything only of one who is said to belong to no agency', async () => {
      const { actor } = await tokens.callerOf(await provider.token({ ...roles('dh-thanhtra'), agency: '*' }), now);
      expect(actor).toEqual({ id: 'oidc:b6f1-hoa', role: 'inspector', agency: null });
    });

    it('the same of a claim with dots in its name, and of a text instead of a list', async () => {
      tokens = accepting({ roleClaim: 'https://tinh.example/role', agencyClaim: 'org.unit' });
      const claims = { 'https://tinh.example/role': 'dh-thuly', org: { unit: ['H27.118'] }, agency: null };
      const { actor } = await tokens.callerOf(await provider.token(claims), now);
      expect([actor.role, actor.agency]).toEqual(['case-officer', 'H27.118']);
    });
  });

  describe('after logging out', () => {
    it('is refused when it is replayed, in every process, until it expires by itself', async () => {
      const token = await provider.token();
      await tokens.end(token, now);
      expect(await asked(token)).toBe('not-authenticated: logged out');
      expect(await why(accepting().callerOf(token, now))).toBe('not-authenticated: logged out');
      expect(await asked(await provider.token({ jti: 'the next' }))).toBe('accepted');
      const { rows } = await pool.query('select ends_at from vault.revoked_tokens');
      expect(rows).toEqual([{ ends_at: new Date((seconds + 300 + 600) * 1_000) }]);
    });

    it('is refused in another spelling of its signature, which holds as well', async () => {
      const token = await provider.token();
      const last = token.at(-1) ?? '';
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const respelled = `${token.slice(0, -1)}${alphabet[alphabet.indexOf(last) ^ 1] ?? ''}`;
      expect(await asked(respelled)).toBe('accepted');
      await tokens.end(token, now);
      expect(await asked(respelled)).toBe('not-authenticated: logged out');
    });

    it('everywhere takes every token of the account that was issued until then', async () => {
      const [first, second] = [await provider.token({ jti: '1' }), await provider.token({ jti: '2' })];
      await tokens.endAll(first, now);
      expect(await asked(second)).toBe('not-authenticated: logged out');
      expect(await asked(await provider.token({ iat: seconds + 1 }))).toBe('accepted');
      expect(await asked(await provider.token({ sub: 'somebody-else' }))).toBe('accepted');
    });

    it('leaves in the vault nothing that would let its reader in', async () => {
      const token = await provider.token({ exp: seconds + 900 });
      await tokens.end(token, now);
      const { rows } = await pool.query('select fingerprint from vault.revoked_tokens');
      const signed = token.slice(0, token.lastIndexOf('.'));
      expect(rows).toContainEqual({ fingerprint: createHash('sha256').update(signed).digest('hex') });
      expect(JSON.stringify(rows)).not.toContain(token.slice(-40));
    });
  });

  describe('when the provider', () => {
    it('rotates its key, takes tokens of the new one and none of one withdrawn', async () => {
      const before = await provider.token();
      expect(await asked(before)).toBe('accepted');
      await provider.rotate();
      expect(await asked(await provider.token())).toBe('accepted');
      expect(await asked(before)).toBe('not-authenticated: unknown key');
    });

    it('is asked for unknown keys, is asked no more often than the pause between', async () => {
      tokens = accepting({}, { ...PATIENT, cooldownMs: 60_000 });
      expect(await asked(await provider.token())).toBe('accepted');
      for (let at = 0; at < 5; at += 1)
        expect(await asked(await provider.token({}, { kid: `made-up-${at}` }))).toBe('not-authenticated: unknown key');
      expect(provider.keysAsked).toBe(1);
    });

    it('withdraws a key, learns it in the background while requests go on', async () => {
      tokens = accepting({}, { ...PATIENT, refreshMs: 0 });
      const before = await provider.token();
      expect(await asked(before)).toBe('accepted');
      await provider.rotate();
      expect(await asked(before)).toBe('accepted');
      while ((await asked(before)) === 'accepted');
      expect(await asked(before)).toBe('not-authenticated: unknown key');
    });

    it('never answered, refuses for a while, and neither lets in nor says that the token is bad', async () => {
      const token = await provider.token();
      await provider.goAway();
      expect(await asked(token)).toBe('identity-unavailable: the provider did not answer');
      await provider.comeBack();
      expect(await asked(token)).toBe('accepted');
    });

    it('is away, goes on with the keys that are known, and does not judge others', async () => {
      tokens = accepting({}, { ...PATIENT, refreshMs: 0 });
      const token = await provider.token();
      expect(await asked(token)).toBe('accepted');
      await provider.rotate();
      const next = await provider.token();
      await provider.goAway();
      expect(await asked(token)).toBe('accepted');
      expect(await asked(next)).toBe('identity-unavailable: the provider did not answer');
      expect(await asked(token)).toBe('accepted');
      await provider.comeBack();
      expect(await asked(next)).toBe('accepted');
    });

    it('does not come back, stops trusting the keys after a time', async () => {
      tokens = accepting({}, { ...PATIENT, trustedMs: 0 });
      const token = await provider.token();
      expect(await asked(token)).toBe('accepted');
      await provider.goAway();
      expect(await asked(token)).toBe('identity-unavailable: the provider did not answer');
      await provider.comeBack();
    });

    it('answers with more than a provider has to say, is not heard to the end', async () => {
      const token = await provider.token();
      for (const bytes of [1_000_000, 1_100_000]) {
        const expected = bytes < 1_048_576 ? 'accepted' : 'identity-unavailable: the provider did not answer';
        provider.padding = 'x'.repeat(bytes);
        provider.metadata = {};
        expect([bytes, await why(accepting().callerOf(token, now))]).toEqual([bytes, expected]);
        provider.metadata = { padding: provider.padding };
        provider.padding = '';
        expect([bytes, await why(accepting().callerOf(token, now))]).toEqual([bytes, expected]);
      }
    });

    it.each<[string, object, string]>([
      ['names another issuer', { issuer: 'http://127.0.0.1:1/realms/tinh' }, 'did not answer'],
      ['names keys on an open line', { jwks_uri: 'http://keys.example/' }, 'names no keys that can be trusted'],
      ['names no keys', { jwks_uri: undefined }, 'names no keys that can be trusted'],
    ])('%s, trusts nothing', async (_what, metadata, reason) => {
      provider.metadata = { ...metadata };
      expect(await asked(await provider.token())).toBe(`identity-unavailable: the provider ${reason}`);
    });
  });
});
