import { createHash } from 'node:crypto';
import { Refusal } from '#kernel';
import type { Scan, Verdict } from '../scanning/scanner.js';
import { documentIn, TAIL_BYTES } from './archive.js';
import { HEAD_BYTES, typeByContent, type PaperType } from './paper-type.js';

/** What a file turned out to be once it had gone by. */
export interface Inspected {
  readonly type: PaperType;
  readonly size: number;
  /** SHA-256, in hex. */
  readonly digest: string;
  readonly scan: Verdict;
}

/** A sink that looks at a file as it goes by, and keeps no more of it than its two ends. */
export class Inspection {
  /** Null until the last byte has gone by. */
  found: Inspected | null = null;
  private readonly hash = createHash('sha256');
  private readonly tail: Buffer[] = [];
  private tailBytes = 0;
  private head: Buffer = Buffer.alloc(0);
  private type: PaperType | 'archive' | null = null;
  private size = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly scan: Scan,
  ) {}

  /**
   * The same bytes. What is not taken in ends the stream with a "no", before whoever reads it can think that it is whole.
   * @throws Refusal `paper-empty`, `too-large`, `unsupported-type`, `unsafe-archive`; ScannerUnavailable
   */
  async *through(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of bytes) {
      await this.look(chunk);
      await this.scan.take(chunk);
      yield chunk;
    }
    const type = await this.typeAtEnd();
    this.found = { type, size: this.size, digest: this.hash.digest('hex'), scan: await this.scan.verdict() };
  }

  private async look(chunk: Uint8Array): Promise<void> {
    this.size += chunk.length;
    if (this.size > this.maxBytes) throw new Refusal('too-large', null, { maxBytes: this.maxBytes });
    this.hash.update(chunk);
    if (this.head.length < HEAD_BYTES) await this.begin(chunk);
    if (this.type === null || this.type === 'archive') this.keep(chunk);
  }

  /** A file that is nothing we take need not come to its end. */
  private async begin(chunk: Uint8Array): Promise<void> {
    this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    if (this.head.length === HEAD_BYTES) this.type = await this.typeOfHead();
  }

  private async typeOfHead(): Promise<PaperType | 'archive'> {
    const type = await typeByContent(this.head);
    if (type === null) throw new Refusal('unsupported-type');
    return type;
  }

  private async typeAtEnd(): Promise<PaperType> {
    if (this.size === 0) throw new Refusal('paper-empty');
    const type = this.type ?? (await this.typeOfHead());
    return type === 'archive' ? documentIn({ head: this.head, tail: Buffer.concat(this.tail), size: this.size }) : type;
  }

  private keep(chunk: Uint8Array): void {
    this.tail.push(Buffer.from(chunk));
    this.tailBytes += chunk.length;
    for (
      let first = this.tail[0];
      first !== undefined && this.tailBytes - first.length >= TAIL_BYTES;
      first = this.tail[0]
    ) {
      this.tailBytes -= first.length;
      this.tail.shift();
    }
  }
}
