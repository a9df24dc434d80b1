import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Pool } from 'pg';
import { Refusal, type Instant } from '#kernel';
import { fingerprint } from '../fingerprint.js';
import { Identities, type Identity } from '../identities.js';
import { accountOf, identityOf } from './claims.js';
import type { OidcConfiguration } from './configuration.js';
import type { Provider } from './provider.js';

/** Signatures that only the holder of a private key makes; with `HS…` our knowing a key would be enough, `none` needs none. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const TYPES = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** Kept longer than any clock skew that can be configured. */
const KEPT_SECONDS = 600;

const no = (why: string) => new Refusal('not-authenticated', null, { why });

/** Access tokens of the provider, verified at every request, and revoked here until they expire by themselves. */
export class ProviderTokens extends Identities {
  constructor(
    private readonly config: OidcConfiguration,
    private readonly provider: Provider,
    private readonly pool: Pool,
    private readonly isAgency: (code: string) => boolean,
  ) {
    super();
  }

  async callerOf(token: string, now: Instant, chosen?: string): Promise<Identity> {
    const claims = await this.verified(token, now);
    await this.mustStand(token, claims);
    return identityOf(claims, this.config, this.isAgency, chosen);
  }

  async end(token: string, now: Instant): Promise<void> {
    const { exp = 0 } = await this.verified(token, now);
    await this.pool.query(
      'insert into vault.revoked_tokens (fingerprint, ends_at) values ($1, $2) on conflict do nothing',
      [printOf(token), new Date((exp + KEPT_SECONDS) * 1_000).toISOString()],
    );
  }

  async endAll(token: string, now: Instant): Promise<void> {
    const account = accountOf(await this.verified(token, now));
    await this.end(token, now);
    await this.revoke(account, now);
  }

  /** Every token of an account that was issued until now, known here or not. */
  async revoke(account: string, now: Instant): Promise<void> {
    await this.pool.query(
      `insert into vault.revoked_accounts as r (account, issued_until) values ($1, $2)
       on conflict (account) do update set issued_until = greatest(r.issued_until, excluded.issued_until)`,
      [account, now],
    );
  }

  private async verified(token: string, now: Instant): Promise<JWTPayload> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.provider.keyOf, {
        algorithms: ALGORITHMS,
        issuer: this.config.issuer,
        audience: this.config.audience,
        clockTolerance: this.config.clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(now),
      });
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) throw no('not an access token');
      return payload;
    } catch (error) {
      throw error instanceof Refusal ? error : no(whyNot(error));
    }
  }

  /** In every process at once: the answer is the vault's, none is remembered. @throws Refusal `not-authenticated` */
  private async mustStand(token: string, claims: JWTPayload): Promise<void> {
    const { rows } = await this.pool.query({
      name: 'revoked',
      text: `select 1 from vault.revoked_tokens where fingerprint = $1
             union all select 1 from vault.revoked_accounts where account = $2 and issued_until >= to_timestamp($3)`,
      values: [printOf(token), accountOf(claims), claims.iat ?? 0],
    });
    if (rows.length > 0) throw no('logged out');
  }
}

/** Of what is signed, not of the signature: one text has many signatures that hold, and as many spellings of each. */
const printOf = (token: string): string => fingerprint(token.slice(0, token.lastIndexOf('.')));

function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'not yet valid' : error.claim;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown key';
  if (error instanceof errors.JOSEError || error instanceof TypeError) return 'not a token';
  throw error;
}
