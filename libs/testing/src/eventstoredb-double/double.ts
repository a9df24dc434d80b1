import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type ConnectionInjector, type sendUnaryData } from '@grpc/grpc-js';
import { append, batchAppend } from './append.js';
import { softDelete, tombstone } from './delete.js';
import { Log } from './log.js';
import { read } from './read.js';
import { consumerTooSlow, unavailable } from './refusals.js';
import type { RunningCall, ServerState } from './server-state.js';
import { features, featuresService, gossip, gossipService, shared, streamsService } from './wire.js';

const HOST = '127.0.0.1';
const VERSION = '23.10.6';
const MAX_APPEND_BYTES = 1_048_576;
/** A real server of this version had forgotten an id after so many other events. */
const REMEMBERED_IDS = 250_000;
const INSTANCE = '7d3c7f0a-5a52-4b8e-9d55-2f6c9f1d0001';

export interface DoubleOptions {
  /** A free one by default. */
  readonly port?: number;
  /** How many event ids an append at `any` is compared with; 250,000 by default. */
  readonly remembersIds?: number;
  /** What an append may hold; 1 MiB by default, as the server's. */
  readonly maxAppendBytes?: number;
}

/**
 * An EventStoreDB node in memory that speaks its gRPC protocol over a real socket, so that the real client talks to it.
 * It answers UNIMPLEMENTED where nobody has observed a real server.
 */
export class EventStoreDbDouble implements ServerState {
  readonly maxAppendBytes: number;
  readonly running = new Set<RunningCall>();
  readonly log: Log;
  private readonly grpc = new Server({ 'grpc.max_receive_message_length': -1 });
  private readonly injector: ConnectionInjector;
  private readonly sockets = new Set<Socket>();
  private listener: NetServer | null = null;
  private port: number;
  private refuses = false;
  private answerLost: (() => void) | null = null;

  private constructor(options: DoubleOptions) {
    this.log = new Log(options.remembersIds ?? REMEMBERED_IDS);
    this.maxAppendBytes = options.maxAppendBytes ?? MAX_APPEND_BYTES;
    this.port = options.port ?? 0;
    this.grpc.addService(streamsService, {
      append: append.bind(null, this),
      batchAppend: batchAppend.bind(null, this),
      read: read.bind(null, this),
      delete: softDelete.bind(null, this),
      tombstone: tombstone.bind(null, this),
    });
    this.grpc.addService(featuresService, { getSupportedMethods: this.answerOrRefuse(() => supportedMethods()) });
    this.grpc.addService(gossipService, { read: this.answerOrRefuse(() => this.members()) });
    this.injector = this.grpc.createConnectionInjector(ServerCredentials.createInsecure());
  }

  /** Starts a node with an empty log. */
  static async start(options: DoubleOptions = {}): Promise<EventStoreDbDouble> {
    const double = new EventStoreDbDouble(options);
    await double.start();
    return double;
  }

  get url(): string {
    return `esdb://${HOST}:${this.port}?tls=false`;
  }

  get refusing(): boolean {
    return this.refuses;
  }

  /** Listens again, on the same port and with the same log. */
  async start(): Promise<void> {
    if (this.listener) return;
    const listener = createServer({ noDelay: true }, (socket) => this.accept(socket));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(this.port, HOST, resolve);
    });
    this.listener = listener;
    this.port = (listener.address() as AddressInfo).port;
  }

  /** Cuts all connections and listens no more. */
  async stop(): Promise<void> {
    const listener = this.listener;
    this.listener = null;
    this.dropConnections();
    if (listener) await new Promise<void>((resolve) => listener.close(() => resolve()));
  }

  /** Stops, forgets the ids that appends at `any` are compared with, and starts. */
  async restart(): Promise<void> {
    await this.stop();
    this.log.forget();
    await this.start();
  }

  /** Cuts every connection; new ones are accepted. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
  }

  /**
   * The next append or deletion is done, its answer is never sent and all connections are cut. Resolves when that
   * has happened.
   */
  loseNextAnswer(): Promise<void> {
    return new Promise((resolve) => (this.answerLost = resolve));
  }

  losesAnswer(): boolean {
    const lost = this.answerLost;
    this.answerLost = null;
    if (!lost) return false;
    this.dropConnections();
    lost();
    return true;
  }

  /** Every call, running or new, ends with UNAVAILABLE until `refuse(false)`; connections stay. */
  refuse(on: boolean): void {
    this.refuses = on;
    if (on) for (const call of [...this.running]) call.fail(unavailable());
  }

  /** Ends all subscriptions as the server ends one whose reader is too slow. */
  endSubscriptions(): void {
    for (const call of [...this.running]) if (call.kind === 'subscription') call.fail(consumerTooSlow());
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    this.injector.injectConnection(socket);
  }

  private answerOrRefuse<Response>(response: () => Response) {
    return (_call: unknown, answer: sendUnaryData<Response>) =>
      this.refuses ? answer(unavailable()) : answer(null, response());
  }

  private members(): InstanceType<typeof gossip.ClusterInfo> {
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString(INSTANCE))
      .setTimeStamp(`${Date.now()}0000`)
      .setState(gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossip.EndPoint().setAddress(HOST).setPort(this.port));
    return new gossip.ClusterInfo().setMembersList([member]);
  }
}

function supportedMethods(): InstanceType<typeof features.SupportedMethods> {
  const methods = [...Object.values(streamsService), ...Object.values(gossipService)].map((definition) => {
    const [, service = '', method = ''] = definition.path.toLowerCase().split('/');
    return new features.SupportedMethod().setServiceName(service).setMethodName(method);
  });
  return new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(VERSION);
}
