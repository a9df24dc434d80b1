import { createRemoteJWKSet, customFetch as fetchKeys, errors, type JWTVerifyGetKey } from 'jose';
import { allowInsecureRequests, customFetch, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { Refusal } from '#kernel';
import { boundedFetch } from './bounded-fetch.js';
import { isTrustworthy } from './configuration.js';

/** How long the provider's keys are used, and how often it is asked for them. */
export interface Patience {
  readonly timeoutMs: number;
  /** A token of an unknown key makes us ask no more often than this. */
  readonly cooldownMs: number;
  /** Known keys are asked for again in the background: a withdrawn key goes, while no request waits. */
  readonly refreshMs: number;
  /** A provider that did not answer is asked again after this. */
  readonly retryMs: number;
  /** Without an answer of the provider, known keys go on for this long. */
  readonly trustedMs: number;
}

const PATIENCE: Patience = {
  timeoutMs: 5_000,
  cooldownMs: 30_000,
  refreshMs: 600_000,
  retryMs: 1_000,
  trustedMs: 86_400_000,
};

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** Máy chủ định danh: the keys of an OpenID provider, by discovery. */
export class Provider {
  private keys: KeySet | null = null;
  private asking: Promise<void> | null = null;
  private answeredAt = Number.NEGATIVE_INFINITY;
  private failedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly issuer: string,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /** @throws Refusal `identity-unavailable` when the key may exist and the provider cannot be asked */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const { refreshMs, trustedMs, cooldownMs } = this.patience;
    if (this.keys === null || since(this.answeredAt) > trustedMs) await this.ask();
    else if (since(this.answeredAt) > refreshMs) this.ask().catch(() => {});
    try {
      return await this.known()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || since(this.answeredAt) < cooldownMs) throw error;
      await this.ask();
      return this.known()(header, token);
    }
  };

  private known(): KeySet {
    if (this.keys === null) throw unavailable('has not answered yet');
    return this.keys;
  }

  /** One question at a time, whoever asks. */
  private async ask(): Promise<void> {
    if (since(this.failedAt) < this.patience.retryMs) throw unavailable('did not answer');
    await (this.asking ??= this.load().finally(() => (this.asking = null)));
  }

  private async load(): Promise<void> {
    try {
      this.keys = await this.discovered();
      this.answeredAt = performance.now();
      this.failedAt = Number.NEGATIVE_INFINITY;
    } catch (error) {
      this.failedAt = performance.now();
      throw error instanceof Refusal ? error : unavailable('did not answer');
    }
  }

  private async discovered(): Promise<KeySet> {
    const { timeoutMs } = this.patience;
    const url = new URL(this.issuer);
    const signal = AbortSignal.timeout(timeoutMs);
    const isOpen = url.protocol === 'http:';
    const answer = await discoveryRequest(url, {
      ...{ signal, [allowInsecureRequests]: isOpen, [customFetch]: boundedFetch },
    });
    const { issuer, jwks_uri: keysAt } = await processDiscoveryResponse(url, answer);
    if (issuer !== this.issuer) throw unavailable('names another issuer than OIDC_ISSUER');
    if (keysAt === undefined || !URL.canParse(keysAt) || !isTrustworthy(new URL(keysAt)))
      throw unavailable('names no keys that can be trusted');
    // When to ask again is decided here: by itself the set forgets its keys when the provider is away.
    const forever = { cacheMaxAge: Number.POSITIVE_INFINITY, cooldownDuration: Number.POSITIVE_INFINITY };
    const asking = { timeoutDuration: timeoutMs, [fetchKeys]: boundedFetch };
    const keys = createRemoteJWKSet(new URL(keysAt), { ...forever, ...asking });
    await keys.reload();
    return keys;
  }
}

const since = (moment: number): number => performance.now() - moment;

const unavailable = (why: string) => new Refusal('identity-unavailable', null, { why: `the provider ${why}` });
