import { configuration, WrongConfiguration } from './configuration.js';

const provider = {
  OIDC_ISSUER: 'https://login.tinh.example/realms/mot-cua',
  OIDC_AUDIENCE: 'dung-hen-api',
  OIDC_ROLE_CLAIM: 'realm_access.roles',
  OIDC_AGENCY_CLAIM: 'agency',
  OIDC_ROLE_MAP: 'tiep-nhan=reception-officer, cb=1=case-officer,cb2=case-officer',
};
const identity = (env: Readonly<Record<string, string>>) => configuration(env, { logLevel: 'error' }).identity;

/** The variables that are named as wrong. */
const wrong = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    identity(env);
    return [];
  } catch (error) {
    if (error instanceof WrongConfiguration) return error.wrongs.map((text) => text.split(' ')[0] ?? '');
    throw error;
  }
};

describe('what the environment says of identities', () => {
  it('is local accounts when it says nothing', () => {
    expect(identity({})).toEqual({ oidc: null, localAccounts: true });
  });

  it('is a provider, and local accounts only when they are asked for', () => {
    const { oidc, localAccounts } = identity(provider);
    expect(localAccounts).toBe(false);
    expect(oidc).toMatchObject({ issuer: provider.OIDC_ISSUER, nameClaim: 'preferred_username', clockSkewSeconds: 60 });
    expect([...(oidc?.roles ?? [])]).toEqual([
      ['tiep-nhan', 'reception-officer'],
      ['cb=1', 'case-officer'],
      ['cb2', 'case-officer'],
    ]);
    expect(identity({ ...provider, LOCAL_ACCOUNTS: 'true' }).localAccounts).toBe(true);
  });

  it.each(['http://127.0.0.1:8080/realms/a', 'http://localhost/realms/a', 'http://[::1]:8080'])(
    'may be a provider on this machine: %s',
    (issuer) => expect(wrong({ ...provider, OIDC_ISSUER: issuer })).toEqual([]),
  );

  it.each<[string, Record<string, string>]>([
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://login.tinh.example/realms/mot-cua' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'http://127.0.0.1.tinh.example/' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://login.tinh.example/?realm=a' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://somebody:secret@login.tinh.example/' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'login.tinh.example' }],
    ['OIDC_AUDIENCE', { OIDC_AUDIENCE: '' }],
    ['OIDC_ROLE_CLAIM', { OIDC_ROLE_CLAIM: '' }],
    ['OIDC_AGENCY_CLAIM', { OIDC_AGENCY_CLAIM: 'a b' }],
    ['OIDC_NAME_CLAIM', { OIDC_NAME_CLAIM: 'a'.repeat(257) }],
    ['OIDC_ROLE_MAP', { OIDC_ROLE_MAP: '' }],
    ['OIDC_ROLE_MAP', { OIDC_ROLE_MAP: 'a=king' }],
    ['OIDC_ROLE_MAP', { OIDC_ROLE_MAP: 'a=system' }],
    ['OIDC_ROLE_MAP', { OIDC_ROLE_MAP: '=leader' }],
    ['OIDC_ROLE_MAP', { OIDC_ROLE_MAP: 'a=leader,a=clerk' }],
    ['OIDC_CLOCK_SKEW_SECONDS', { OIDC_CLOCK_SKEW_SECONDS: '301' }],
    ['OIDC_CLOCK_SKEW_SECONDS', { OIDC_CLOCK_SKEW_SECONDS: '-1' }],
    ['LOCAL_ACCOUNTS', { LOCAL_ACCOUNTS: 'yes' }],
  ])('names %s when it cannot be: %j', (name, changed) => {
    expect(wrong({ ...provider, ...changed })).toEqual([name]);
  });

  it('names what is given without a provider, and an office that nobody could enter', () => {
    expect(wrong({ OIDC_AUDIENCE: 'dung-hen-api' })).toEqual(['OIDC_AUDIENCE']);
    expect(wrong({ LOCAL_ACCOUNTS: 'false' })).toEqual(['LOCAL_ACCOUNTS']);
  });

  it('does not repeat what was given: it may be a secret', () => {
    expect(() => identity({ ...provider, OIDC_ISSUER: 'https://somebody:secret@login.tinh.example/' })).toThrow(
      /^(?!.*secret)/,
    );
  });
});
