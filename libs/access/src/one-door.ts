import { Refusal, type Instant } from '#kernel';
import { Identities, type Identity } from './identities.js';
import { SESSION, type Sessions } from './local/sessions.js';
import type { ProviderTokens } from './oidc/provider-tokens.js';
import { SERVICE_KEY, type ServiceKeys } from './services/service-keys.js';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Whose tokens an installation takes; null: nobody's of that kind. */
export interface Issuers {
  readonly sessions: Sessions | null;
  readonly services: ServiceKeys;
  readonly provider: ProviderTokens | null;
}

/** Tells by its form whose a token is. */
export class OneDoor extends Identities {
  constructor(private readonly issuers: Issuers) {
    super();
  }

  async callerOf(token: string, now: Instant, chosen?: string): Promise<Identity> {
    const identity = await this.issuerOf(token).callerOf(token, now, chosen);
    const { role } = identity.actor;
    if (chosen !== undefined && chosen !== role) throw new Refusal('not-allowed', null, { role, chosen });
    return identity;
  }

  async end(token: string, now: Instant): Promise<void> {
    await this.issuerOf(token).end(token, now);
  }

  async endAll(token: string, now: Instant): Promise<void> {
    await this.issuerOf(token).endAll(token, now);
  }

  /** @throws Refusal `not-authenticated` for what nobody here issued */
  private issuerOf(token: string): Identities {
    const { sessions, services, provider } = this.issuers;
    const issuer = token.startsWith(SERVICE_KEY)
      ? services
      : token.startsWith(SESSION)
        ? sessions
        : JWT.test(token)
          ? provider
          : null;
    if (issuer === null) throw new Refusal('not-authenticated');
    return issuer;
  }
}
