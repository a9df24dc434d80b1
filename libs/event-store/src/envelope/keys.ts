/** A key of one dossier: its id stands in the log, its bytes nowhere but in the vault. */
export interface SealingKey {
  readonly id: string;
  /** 32 bytes, for AES-256-GCM. */
  readonly bytes: Uint8Array;
}

/** Kho khóa: where the keys of dossiers are kept. A key that was destroyed never comes back. */
export abstract class Keys {
  /** A key that nobody has had yet; it is kept before it is answered. */
  abstract fresh(): Promise<SealingKey>;

  /** The bytes of keys: null for one that was destroyed, nothing for one that is not known here. */
  abstract find(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>>;
}

/** A dossier's key is no longer there: destroyed, or unknown to a vault that is older than the log. */
export class KeyGone extends Error {
  constructor(
    readonly id: string,
    readonly was: 'destroyed' | 'unknown',
  ) {
    super(`the key ${id} is ${was}`);
    this.name = 'KeyGone';
  }
}
