import { isRole, isTrustworthy, ROLES, type OidcConfiguration, type Role } from '#access';

/** Who may log in: accounts of a provider, local ones, or both. */
export interface IdentityConfiguration {
  readonly oidc: OidcConfiguration | null;
  readonly localAccounts: boolean;
}

const LONGEST = 256;
const SKEW = { usual: 60, most: 300 };
const CLAIM = /^[^\s\p{C}]+$/u;

type Read = (name: string) => string | null;
/** Says what a variable must be. */
type Wrong = (name: string, expected: string) => void;

/** Reads what the environment says of identities; with a provider, local accounts must be asked for. */
export function identityConfiguration(read: Read, wrong: Wrong): IdentityConfiguration {
  const isProvided = read('OIDC_ISSUER') !== null;
  const local = read('LOCAL_ACCOUNTS') ?? (isProvided ? 'false' : 'true');
  if (local !== 'true' && local !== 'false') wrong('LOCAL_ACCOUNTS', 'true or false');
  if (local === 'false' && !isProvided) wrong('LOCAL_ACCOUNTS', 'true where OIDC_ISSUER is not set');
  const localAccounts = local === 'true';
  if (isProvided) return { oidc: provider(read, wrong), localAccounts };
  for (const name of ['OIDC_AUDIENCE', 'OIDC_ROLE_CLAIM', 'OIDC_AGENCY_CLAIM', 'OIDC_ROLE_MAP'])
    if (read(name) !== null) wrong(name, 'left out where OIDC_ISSUER is not set');
  return { oidc: null, localAccounts };
}

function provider(read: Read, wrong: Wrong): OidcConfiguration {
  const text = (
    name: string,
    isText: (value: string) => boolean,
    expected: string,
    otherwise: string | null = null,
  ) => {
    const value = read(name) ?? otherwise;
    if (value === null || value.length > LONGEST || !isText(value)) wrong(name, expected);
    return value ?? '';
  };
  const claim = (name: string, otherwise: string | null = null) =>
    text(name, (value) => CLAIM.test(value), "a claim's name or path", otherwise);
  return {
    issuer: text('OIDC_ISSUER', isIssuer, 'https://… without query (http on this machine only)'),
    audience: text('OIDC_AUDIENCE', () => true, 'what the tokens name as their audience (aud)'),
    roleClaim: claim('OIDC_ROLE_CLAIM'),
    agencyClaim: claim('OIDC_AGENCY_CLAIM'),
    nameClaim: claim('OIDC_NAME_CLAIM', 'preferred_username'),
    roles: roleMap(read, wrong),
    clockSkewSeconds: skew(read, wrong),
  };
}

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return isTrustworthy(url) && url.username === '' && url.password === '' && !/[?#\s]/.test(value);
}

/** `their-role=our-role`, separated by commas; several of theirs may be one of ours. */
function roleMap(read: Read, wrong: Wrong): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const pair of (read('OIDC_ROLE_MAP') ?? '').split(',')) {
    const at = pair.lastIndexOf('=');
    const [theirs, ours] = [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
    if (theirs === '' || !isRole(ours) || roles.has(theirs)) {
      wrong(
        'OIDC_ROLE_MAP',
        `their-role=our-role, separated by commas, each of theirs once; ours: ${ROLES.join(', ')}`,
      );
      return new Map();
    }
    roles.set(theirs, ours);
  }
  return roles;
}

function skew(read: Read, wrong: Wrong): number {
  const text = read('OIDC_CLOCK_SKEW_SECONDS') ?? String(SKEW.usual);
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : SKEW.most + 1;
  if (seconds > SKEW.most) wrong('OIDC_CLOCK_SKEW_SECONDS', `whole seconds from 0 to ${SKEW.most}`);
  return seconds;
}
