import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyOf, type Place } from './paper-storage.js';

const CIPHER = 'aes-256-gcm';
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** The sealed bytes are not those that were sealed, or are of another paper, dossier or key. */
export class SealBroken extends Error {
  constructor() {
    super('a sealed paper does not open');
    this.name = 'SealBroken';
  }
}

/** Enciphers a stream (AES-256-GCM) as format, nonce, ciphertext and tag, bound to the place of the paper. */
export async function* seal(
  bytes: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  place: Place,
): AsyncGenerator<Uint8Array, void, undefined> {
  const head = Buffer.concat([Buffer.of(FORMAT), randomBytes(NONCE_BYTES)]);
  const cipher = createCipheriv(CIPHER, key, head.subarray(1)).setAAD(boundTo(place));
  yield head;
  for await (const chunk of bytes) yield cipher.update(chunk);
  yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
}

/**
 * Deciphers what was sealed. Whether it is authentic is known only at its end: who hands it on goes through it once
 * before. @throws SealBroken
 */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  key: Uint8Array,
  place: Place,
): AsyncGenerator<Uint8Array, void, undefined> {
  let decipher: ReturnType<typeof decipherOf> | null = null;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of sealed) {
    held = Buffer.concat([held, chunk]);
    if (decipher === null) {
      if (held.length < HEAD_BYTES) continue;
      decipher = decipherOf(held.subarray(0, HEAD_BYTES), key, place);
      held = held.subarray(HEAD_BYTES);
    }
    const ready = held.subarray(0, Math.max(0, held.length - TAG_BYTES));
    held = held.subarray(ready.length);
    if (ready.length > 0) yield decipher.update(ready);
  }
  if (decipher === null || held.length !== TAG_BYTES) throw new SealBroken();
  try {
    decipher.setAuthTag(held).final();
  } catch {
    throw new SealBroken();
  }
}

function decipherOf(head: Buffer, key: Uint8Array, place: Place) {
  if (head[0] !== FORMAT) throw new SealBroken();
  return createDecipheriv(CIPHER, key, head.subarray(1), { authTagLength: TAG_BYTES }).setAAD(boundTo(place));
}

const boundTo = (place: Place): Buffer => Buffer.from(`paper ${FORMAT} ${keyOf(place)}`);
