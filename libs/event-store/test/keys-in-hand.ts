import { randomBytes, randomUUID } from 'node:crypto';
import { Keys, type SealingKey } from '#event-store';

/** Keys that only this process holds: enough where nothing has to be read by another. */
export class KeysInHand extends Keys {
  /** Null: destroyed. */
  readonly all = new Map<string, Uint8Array | null>();

  fresh(): Promise<SealingKey> {
    const key = { id: randomUUID(), bytes: randomBytes(32) };
    this.all.set(key.id, key.bytes);
    return Promise.resolve(key);
  }

  find(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> {
    return Promise.resolve(new Map(ids.flatMap((id) => (this.all.has(id) ? [[id, this.all.get(id) ?? null]] : []))));
  }
}
