import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { postgres: 5432, postgresql: 5432 };
const DEFAULT_PORT = 2113;
/** How long an answer may trickle before the connection that it is swallowed from is cut. */
const SWALLOWED_FOR_MS = 150;

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * A TCP proxy between a real client and any server, with faults on demand. It knows no protocol, so the same faults run
 * against PostgreSQL, EventStoreDB and its double. Back-pressure passes through it.
 */
export class FaultProxy {
  private readonly pairs = new Set<Pair>();
  private refusing = false;
  private swallowing: 'no' | 'armed' | 'on' = 'no';
  private onSwallowed: () => void = () => {};
  private received = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
    /** The server's own URL, with this proxy's address in it. */
    readonly url: string,
  ) {}

  /** Stands in front of the server that a URL names; of several hosts the first. */
  static async before(serverUrl: string): Promise<FaultProxy> {
    const parts = /^([a-z+]+):\/\/((?:[^@/?]*@)?)(\[[^\]]+\]|[^:,/?]+)(?::(\d+))?[^/?]*(.*)$/.exec(serverUrl);
    if (!parts) throw new Error('the fault proxy needs a URL with a host');
    const [, scheme = '', account = '', host = '', port, rest = ''] = parts;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = (server.address() as AddressInfo).port;
    const proxy = new FaultProxy(
      server,
      { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? DEFAULT_PORTS[scheme] ?? DEFAULT_PORT) },
      `${scheme.replace('+discover', '')}://${account}127.0.0.1:${own}${rest}`,
    );
    server.on('connection', (client) => proxy.join(client));
    return proxy;
  }

  /** Bytes that the server has sent through this proxy so far; swallowed ones are not counted. */
  get bytesReceived(): number {
    return this.received;
  }

  /** Cuts every open connection at once; new ones are accepted. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
    this.pairs.clear();
  }

  /** Cuts every connection and every new one until `accept`, as a server that is away. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  /** Ends `refuse`. */
  accept(): void {
    this.refusing = false;
  }

  /**
   * The next request that a client sends reaches the server, its answer reaches nobody, then every connection is cut.
   * Resolves when that has happened.
   */
  swallowNextAnswer(): Promise<void> {
    this.swallowing = 'armed';
    return new Promise((resolve) => (this.onSwallowed = resolve));
  }

  /** Ends the proxy and its connections. */
  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket): void {
    client.on('error', () => {});
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...this.target, noDelay: true });
    client.setNoDelay(true);
    const pair: Pair = { client, server };
    this.pairs.add(pair);
    const part = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    server.on('error', part);
    server.on('close', part);
    client.on('close', part);
    this.pass(client, server, () => this.requested());
    this.pass(server, client, (bytes) => this.answered(bytes));
  }

  private pass(from: Socket, to: Socket, passes: (bytes: number) => boolean): void {
    from.on('data', (chunk: Buffer) => {
      if (!passes(chunk.length) || to.destroyed) return;
      if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('end', () => to.end());
  }

  private requested(): boolean {
    if (this.swallowing === 'armed') {
      this.swallowing = 'on';
      void wait(SWALLOWED_FOR_MS).then(() => {
        this.swallowing = 'no';
        this.cut();
        this.onSwallowed();
      });
    }
    return true;
  }

  private answered(bytes: number): boolean {
    if (this.swallowing === 'on') return false;
    this.received += bytes;
    return true;
  }
}
