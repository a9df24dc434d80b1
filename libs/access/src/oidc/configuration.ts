import type { Role } from '../roles.js';

/** The provider whose tokens the API accepts, and how its claims become an account. */
export interface OidcConfiguration {
  /** Exactly as the provider's discovery document and its tokens name it. */
  readonly issuer: string;
  readonly audience: string;
  /** A claim by its name, or by a path into claims that hold others (`realm_access.roles`). */
  readonly roleClaim: string;
  readonly agencyClaim: string;
  readonly nameClaim: string;
  /** The provider's value → our role. */
  readonly roles: ReadonlyMap<string, Role>;
  /** By how much the provider's clock and ours may differ. */
  readonly clockSkewSeconds: number;
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Keys that came over an open line are nobody's: https, or the machine itself. */
export const isTrustworthy = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
