import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

export const AUDIENCE = 'dung-hen-api';

/** What a token says beside what the provider always says of it; null leaves a claim out. */
export type Claims = Readonly<Record<string, unknown>>;

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** A real OpenID provider on loopback: discovery, keys that rotate, and signed tokens. */
export class IdentityProvider {
  private keys: readonly SigningKey[] = [];
  private made = 0;
  /** How often it was asked for its keys. */
  keysAsked = 0;
  /** What discovery says instead of the truth. */
  metadata: Claims = {};
  /** What stands beside its keys. */
  padding = '';

  private constructor(
    private server: Server,
    private readonly alg: string,
  ) {}

  static async start(alg = 'RS256', now?: string): Promise<IdentityProvider> {
    const provider = new IdentityProvider(createServer(), alg);
    provider.now = now ?? provider.now;
    await provider.rotate();
    await provider.comeBack(0);
    return provider;
  }

  /** When its tokens are issued. */
  now = '2026-11-20T02:00:00.000Z';
  private port = 0;

  get issuer(): string {
    return `http://127.0.0.1:${this.port}/realms/tinh`;
  }

  /** The public key that signs now, as it is published. */
  get publicKey(): JWK {
    return this.current.jwk;
  }

  /** A new key signs from now on; the former ones are published no more unless kept. */
  async rotate({ keep = false } = {}): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair(this.alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: `key-${(this.made += 1)}`, alg: this.alg, use: 'sig' };
    this.keys = [{ privateKey, jwk }, ...(keep ? this.keys : [])];
  }

  /** A token for `hoa`, who receives at H27.118.1, valid for five minutes; or with other claims. */
  async token(claims: Claims = {}, header: Claims = {}): Promise<string> {
    const { privateKey, jwk } = this.current;
    const at = Math.floor(Date.parse(this.now) / 1_000);
    const all: Record<string, unknown> = {
      ...{ iss: this.issuer, aud: AUDIENCE, sub: 'b6f1-hoa', iat: at, exp: at + 300, preferred_username: 'hoa' },
      ...{ realm_access: { roles: ['dh-tiepnhan', 'offline_access'] }, agency: 'H27.118.1' },
      ...claims,
    };
    const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as JWTPayload;
    return new SignJWT(payload)
      .setProtectedHeader({ alg: this.alg, kid: jwk.kid, typ: 'JWT', ...header })
      .sign(privateKey);
  }

  /** Nobody answers at its address any more. */
  async goAway(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async comeBack(port = this.port): Promise<void> {
    this.server = createServer((request, response) => {
      const body = this.answer(request.url ?? '');
      response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    const address = this.server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  private answer(url: string): unknown {
    if (url === '/realms/tinh/.well-known/openid-configuration')
      return { issuer: this.issuer, jwks_uri: `${this.issuer}/keys`, ...this.metadata };
    if (url !== '/realms/tinh/keys') return null;
    this.keysAsked += 1;
    return { keys: this.keys.map(({ jwk }) => jwk), padding: this.padding };
  }

  private get current(): SigningKey {
    const [current] = this.keys;
    if (current === undefined) throw new Error('a provider has a key');
    return current;
  }
}
