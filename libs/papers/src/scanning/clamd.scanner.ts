import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Scanner, ScannerUnavailable, type Scan, type Verdict } from './scanner.js';

/** A scanner that says nothing for so long is not there. */
const PATIENCE_MS = 30_000;
const LENGTH_BYTES = 4;
/** A reply names the stream and a signature; whatever is longer is none. */
const LONGEST_REPLY = 4_096;
const LARGEST_PIECE = 64 * 1024;

/** Where clamd listens: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** ClamAV's daemon by its own protocol, one `INSTREAM` session a file. */
export class ClamdScanner extends Scanner {
  constructor(
    private readonly address: ClamdAddress,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {
    super();
  }

  async begin(): Promise<Scan> {
    const socket = connect(this.address);
    const session = new ClamdScan(socket, this.patienceMs);
    await session.opened();
    return session;
  }
}

class ClamdScan implements Scan {
  private reply = '';
  private failure: unknown = null;
  private readonly closed: Promise<void>;

  constructor(
    private readonly socket: Socket,
    patienceMs: number,
  ) {
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer in time')));
    socket.on('error', (error) => (this.failure = error));
    socket.on('data', (bytes) => this.hear(bytes));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  async opened(): Promise<void> {
    await Promise.race([once(this.socket, 'connect').catch(() => {}), this.closed]);
    await this.send(Buffer.from('zINSTREAM\0'));
  }

  async take(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; at += LARGEST_PIECE) {
      const piece = chunk.subarray(at, at + LARGEST_PIECE);
      await this.send(Buffer.concat([lengthOf(piece.length), piece]));
    }
  }

  async verdict(): Promise<Verdict> {
    await this.send(lengthOf(0));
    await this.closed;
    if (/^stream: OK\0?$/.test(this.reply)) return 'clean';
    if (/^stream: [^\0]+ FOUND\0?$/.test(this.reply)) return 'infected';
    throw this.gone();
  }

  leave(): void {
    this.socket.destroy();
  }

  /** The reply ends the session: either side may hang up on the other then. */
  private hear(bytes: Buffer): void {
    this.reply += bytes.toString('latin1').slice(0, LONGEST_REPLY);
    if (this.reply.includes('\0') || this.reply.length >= LONGEST_REPLY) this.socket.destroy();
  }

  private async send(bytes: Buffer): Promise<void> {
    if (this.socket.destroyed || !this.socket.writable) throw this.gone();
    if (!this.socket.write(bytes)) await Promise.race([once(this.socket, 'drain').catch(() => {}), this.closed]);
  }

  /** What it said for itself, such as that the file is larger than it takes, is no verdict either. */
  private gone(): ScannerUnavailable {
    return new ScannerUnavailable({ cause: this.failure ?? new Error(this.reply === '' ? 'hung up' : this.reply) });
  }
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  bytes.writeUInt32BE(length);
  return bytes;
}
