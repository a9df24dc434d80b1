import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { seal, SealBroken, unseal } from './sealing.js';

const place = { dossierId: randomUUID(), paper: randomUUID() };
const key = randomBytes(32);
const runs = { numRuns: 100, seed: 118 };

const cut = (bytes: Uint8Array, every: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / every) }, (_, at) => bytes.subarray(at * every, (at + 1) * every)),
  );
const sealed = (bytes: Uint8Array, every = 1_000) => buffer(Readable.from(seal(cut(bytes, every), key, place)));
const opened = (bytes: Uint8Array, every = 1_000, by = key, at = place) =>
  buffer(Readable.from(unseal(cut(bytes, every), by, at)));

describe('the seal of a paper', () => {
  it('opens to what was sealed, however either was cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(64), fc.nat(64), async (bytes, one, other) => {
        const kept = await sealed(bytes, one + 1);
        expect((await opened(kept, other + 1)).equals(Buffer.from(bytes))).toBe(true);
      }),
      runs,
    ));

  it('breaks when any bit of it was changed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.nat(7),
        async (bytes, where, bit) => {
          const kept = await sealed(bytes);
          const at = where % kept.length;
          kept.writeUInt8(kept.readUInt8(at) ^ (1 << bit), at);
          await expect(opened(kept)).rejects.toThrow(SealBroken);
        },
      ),
      runs,
    ));

  it('breaks when it was cut off or added to', async () => {
    const kept = await sealed(randomBytes(100));
    for (let length = 0; length < kept.length; length += 1)
      await expect(opened(kept.subarray(0, length))).rejects.toThrow(SealBroken);
    await expect(opened(Buffer.concat([kept, Buffer.of(0)]))).rejects.toThrow(SealBroken);
  });

  it('opens with no other key, and is of no other paper or dossier', async () => {
    const kept = await sealed(randomBytes(100));
    await expect(opened(kept, 10, randomBytes(32))).rejects.toThrow(SealBroken);
    await expect(opened(kept, 10, key, { ...place, paper: randomUUID() })).rejects.toThrow(SealBroken);
    await expect(opened(kept, 10, key, { ...place, dossierId: randomUUID() })).rejects.toThrow(SealBroken);
  });

  it('is another one every time', async () => {
    const bytes = randomBytes(100);
    expect((await sealed(bytes)).equals(await sealed(bytes))).toBe(false);
  });
});
