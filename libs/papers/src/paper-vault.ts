import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Keys } from '#event-store';
import type { DossierEventOf } from '#dossier';
import { Refusal, type EventStore, type Meta } from '#kernel';
import { Inspection, type Inspected } from './content/inspection.js';
import type { PaperStorage, Place } from './paper-storage.js';
import { ScannerUnavailable, type Scanner } from './scanning/scanner.js';
import { seal, SealBroken, unseal } from './sealing.js';
import { sweepPapers } from './sweep.js';

/** What a vault of papers stands on. */
export interface PaperGround {
  readonly storage: PaperStorage;
  readonly keys: Keys;
  readonly scanner: Scanner;
  /** No file is larger. */
  readonly maxBytes: number;
  /** What a dossier may have in all. */
  readonly atMost: AtMost;
}

/** So many papers, and so many bytes of them. */
export interface AtMost {
  readonly papers: number;
  readonly bytes: number;
}

/** A dossier as far as its papers need it: its stream's first event names the key. */
export interface PaperHome {
  readonly dossierId: string;
  readonly history: readonly { readonly meta: Meta }[];
}

/** A paper that is kept, and that no event names yet. */
export interface Taken extends Inspected {
  readonly paper: string;
}

/** Of what an event says of a paper: what it must be when it is taken out. */
export type StoredPaper = Pick<DossierEventOf<'PaperStored'>['data'], 'paper' | 'size' | 'digest' | 'scan'>;

/** Kho giấy tờ — the files of dossiers: looked at, sealed under the dossier's own key, and kept apart from the log. */
export class PaperVault {
  constructor(private readonly ground: PaperGround) {}

  get maxBytes(): number {
    return this.ground.maxBytes;
  }

  get atMost(): AtMost {
    return this.ground.atMost;
  }

  /**
   * Takes a file in, in one pass: whatever is wrong with it, or with who sends it, leaves nothing. An infected file is
   * kept, for it is evidence; it is never given out.
   * @throws Refusal `papers-unavailable`, `scanner-unavailable` and those of `Inspection`; what the sender's stream throws
   */
  async take(home: PaperHome, bytes: AsyncIterable<Uint8Array>): Promise<Taken> {
    const place = { dossierId: home.dossierId, paper: randomUUID() };
    const key = await this.keyOf(home);
    const scan = await this.ground.scanner.begin().catch(notScanned);
    const inspection = new Inspection(this.ground.maxBytes, scan);
    const source = new Source(inspection.through(bytes));
    try {
      await this.ground.storage.put(place, seal(source.read(), key, place));
    } catch (error) {
      throw source.failed === null ? unavailable(error) : notScannedOr(source.failed.error);
    } finally {
      scan.leave();
    }
    if (inspection.found === null) throw unavailable('the storage did not take the whole paper');
    return { paper: place.paper, ...inspection.found };
  }

  /** Gives back a file that no event came to name. */
  async discard(dossierId: string, paper: string): Promise<void> {
    await this.ground.storage.delete({ dossierId, paper }).catch(() => {}); // the sweep finds what is left
  }

  /**
   * A file as it was handed in. The first pass tells whether every bit of it is what was sealed and what its event says;
   * only then a second one gives it out.
   * @throws Refusal `paper-infected`, `paper-damaged`, `papers-unavailable`, `applicant-erased`
   */
  async open(home: PaperHome, { paper, size, digest, scan }: StoredPaper): Promise<Readable> {
    if (scan === 'infected') throw new Refusal('paper-infected');
    const place = { dossierId: home.dossierId, paper };
    const key = await this.keyOf(home);
    const hash = createHash('sha256');
    let read = 0;
    try {
      for await (const chunk of unseal(await this.sealed(place), key, place)) {
        hash.update(chunk);
        read += chunk.length;
      }
    } catch (error) {
      throw explained(error);
    }
    if (read !== size || hash.digest('hex') !== digest) throw new Refusal('paper-damaged');
    return Readable.from(unseal(await this.sealed(place), key, place), { objectMode: false });
  }

  /**
   * Quên: deletes every file of a dossier, named by an event or not. For the erasing of an applicant, whose key is
   * destroyed besides; to be done again until it succeeds. @returns how many @throws Refusal `papers-unavailable`
   */
  async forget(dossierId: string): Promise<number> {
    let deleted = 0;
    try {
      for await (const place of this.ground.storage.list(dossierId)) {
        await this.ground.storage.delete(place);
        deleted += 1;
      }
    } catch (error) {
      throw unavailable(error);
    }
    return deleted;
  }

  /** Deletes what no event came to name. @returns how many */
  sweep(store: EventStore, now: number): Promise<number> {
    return sweepPapers(this.ground.storage, store, now);
  }

  private async sealed(place: Place): Promise<AsyncIterable<Uint8Array>> {
    const found = await this.ground.storage.get(place).catch((error: unknown) => Promise.reject(unavailable(error)));
    if (found === null) throw new Refusal('paper-damaged');
    return found;
  }

  private async keyOf({ history }: PaperHome): Promise<Uint8Array> {
    const id = history[0]?.meta.sealed?.key;
    const bytes = id === undefined ? undefined : (await this.ground.keys.find([id])).get(id);
    if (bytes === null) throw new Refusal('applicant-erased');
    if (bytes === undefined) throw new Refusal('dossier-corrupt');
    return bytes;
  }
}

/** Remembers that it was the source that failed, and not who read it. */
class Source {
  failed: { readonly error: unknown } | null = null;

  constructor(private readonly bytes: AsyncIterable<Uint8Array>) {}

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* this.bytes;
    } catch (error) {
      this.failed = { error };
      throw error;
    }
  }
}

const unavailable = (cause: unknown): Refusal => Object.assign(new Refusal('papers-unavailable'), { cause });

const notScannedOr = (error: unknown): unknown =>
  error instanceof ScannerUnavailable
    ? Object.assign(new Refusal('scanner-unavailable'), { cause: error.cause })
    : error;

const notScanned = (error: unknown): never => {
  throw notScannedOr(error);
};

function explained(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  return error instanceof SealBroken ? new Refusal('paper-damaged') : unavailable(error);
}
