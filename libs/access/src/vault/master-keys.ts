import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key as the vault keeps it: by which master it is wrapped, and the wrapped bytes. */
export interface Wrapped {
  readonly master: string;
  readonly bytes: Buffer;
}

/** The master keys of the environment cannot be, or are not those that the vault was written with. */
export class WrongMasterKey extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'WrongMasterKey';
  }
}

/** Khóa chủ: wraps the keys of dossiers. The first one given wraps, the others only unwrap, until all were rotated. */
export class MasterKeys {
  private readonly byName: ReadonlyMap<string, Buffer>;
  /** Name of the one that wraps: the beginning of its SHA-256. */
  readonly current: string;

  private constructor(keys: readonly Buffer[]) {
    this.byName = new Map(keys.map((key) => [nameOf(key), key]));
    this.current = nameOf(keys[0] ?? Buffer.alloc(0));
  }

  /** 32 random bytes as base64. */
  static generate(): string {
    return randomBytes(KEY_BYTES).toString('base64');
  }

  /** One or more keys as base64, separated by commas or white space. @throws WrongMasterKey */
  static parse(text: string): MasterKeys {
    const keys = text
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map((part) => Buffer.from(part, 'base64'));
    if (keys.length === 0 || keys.some(({ length }) => length !== KEY_BYTES))
      throw new WrongMasterKey(`a master key is ${KEY_BYTES} bytes in base64`);
    return new MasterKeys(keys);
  }

  knows(name: string): boolean {
    return this.byName.has(name);
  }

  wrap(key: Uint8Array, id: string): Wrapped {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.masterOf(this.current), nonce).setAAD(Buffer.from(id));
    const bytes = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    return { master: this.current, bytes };
  }

  /** @throws WrongMasterKey when its master is not among these */
  unwrap({ master, bytes }: Wrapped, id: string): Uint8Array {
    const decipher = createDecipheriv(CIPHER, this.masterOf(master), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  private masterOf(name: string): Buffer {
    const key = this.byName.get(name);
    if (key === undefined) throw new WrongMasterKey(`the master key ${name} is needed and not among those given`);
    return key;
  }
}

const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 16);
