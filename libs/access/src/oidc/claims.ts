import type { JWTPayload } from 'jose';
import { Refusal } from '#kernel';
import type { Identity } from '../identities.js';
import type { Role } from '../roles.js';
import type { OidcConfiguration } from './configuration.js';

const LONGEST = 255;
const MOST_VALUES = 200;
const PRINTABLE = /^[^\p{C}\p{Z}][^\p{C}]*$/u;
/** What the claim says of who belongs to no agency. */
export const NO_AGENCY = '*';
/** Their rights hold nowhere or everywhere, whatever the agency. */
const WITHOUT_AGENCY: readonly Role[] = ['administrator', 'integration'];

const refused = (why: string, facts: object = {}) => new Refusal('identity-not-mapped', null, { why, ...facts });

/** What an authentic token says of its bearer. @throws Refusal `identity-not-mapped` saying what is missing or too much */
export function identityOf(
  claims: JWTPayload,
  config: OidcConfiguration,
  isAgency: (code: string) => boolean,
  chosen?: string,
): Identity {
  const account = accountOf(claims);
  const role = roleOf(valuesOf(claims, config.roleClaim), config.roles, chosen);
  const agency = agencyOf(valuesOf(claims, config.agencyClaim), role, isAgency);
  const [name = account] = valuesOf(claims, config.nameClaim);
  return { account, actor: { id: account, role, agency }, name: name.slice(0, LONGEST), mustChangePassword: false };
}

/** No local account and no service has such a name. @throws Refusal `identity-not-mapped` */
export function accountOf({ sub }: JWTPayload): string {
  if (sub === undefined || sub.length > LONGEST || !PRINTABLE.test(sub)) throw refused('the subject cannot be a name');
  return `oidc:${sub}`;
}

function roleOf(values: readonly string[], roles: ReadonlyMap<string, Role>, chosen?: string): Role {
  const held = [...new Set(values.flatMap((value) => roles.get(value) ?? []))].sort();
  const [only, ...others] = chosen === undefined ? held : held.filter((role) => role === chosen);
  if (only === undefined) throw refused(held.length === 0 ? 'no role' : 'not a role of this account', { roles: held });
  if (others.length > 0) throw refused('several roles, and none chosen', { roles: held });
  return only;
}

/** A forgotten claim must not open everything to an inspector: belonging to no agency is said in so many words. */
function agencyOf(values: readonly string[], role: Role, isAgency: (code: string) => boolean): string | null {
  const [agency, ...others] = new Set(values);
  if (others.length > 0) throw refused('several agencies');
  if (agency === undefined && !WITHOUT_AGENCY.includes(role)) throw refused('no agency');
  if (agency === undefined || agency === NO_AGENCY) return null;
  if (!isAgency(agency)) throw refused('unknown agency', { agency: agency.slice(0, 64) });
  return agency;
}

/** The texts of a claim; of anything else, none. */
function valuesOf(claims: JWTPayload, path: string): readonly string[] {
  const found = property(claims, path) ?? path.split('.').reduce<unknown>(property, claims);
  const values: readonly unknown[] = Array.isArray(found) ? found.slice(0, MOST_VALUES) : [found];
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Names of claims may hold dots themselves (`https://…/roles`). */
const property = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? Object.entries(of).find(([key]) => key === name)?.[1]
    : undefined;
