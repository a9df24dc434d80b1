import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { Kept, PaperStorage, Place } from '#papers';

/** A storage under test, and how to see what lies in it unfinished. */
export interface StorageHarness {
  readonly storage: PaperStorage;
  /** How many writers left something behind that is not whole. */
  unfinished(): Promise<number>;
  /** Leaves something unfinished behind, as a process does that dies. */
  leaveUnfinished(): Promise<void>;
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const HOUR = 3_600_000;
const anyPlace = (dossierId: string = randomUUID()): Place => ({ dossierId, paper: randomUUID() });

async function* pieces(bytes: Uint8Array, then?: () => Promise<void>): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
  await then?.();
}

/** What the vault relies on from every storage of papers; it may hold others' papers and need not be empty. */
export function paperStorageContract(name: string, start: () => Promise<StorageHarness>): void {
  describe(`the contract of a paper storage: ${name}`, () => {
    let harness: StorageHarness;
    beforeAll(async () => {
      harness = await start();
    });
    afterAll(() => harness.close());

    const read = async (place: Place): Promise<Buffer | null> => {
      const found = await harness.storage.get(place);
      return found === null ? null : buffer(Readable.from(found));
    };
    const listed = async (dossierId?: string): Promise<readonly Kept[]> => {
      const all: Kept[] = [];
      for await (const kept of harness.storage.list(dossierId)) all.push(kept);
      return all;
    };
    const papersOf = async (dossierId: string) => (await listed(dossierId)).map(({ paper }) => paper).sort();

    it.each([0, 1, 100_000, 12 * MEBIBYTE + 3])('gives back %d bytes as they were put', async (size) => {
      const place = anyPlace();
      const bytes = randomBytes(size);
      await harness.storage.put(place, pieces(bytes));
      expect((await read(place))?.equals(bytes)).toBe(true);
      expect(await harness.unfinished()).toBe(0);
    });

    it('has nothing where nothing was put', async () => {
      expect(await read(anyPlace())).toBeNull();
      expect(await listed(randomUUID())).toEqual([]);
    });

    it('shows a paper only once it is whole', async () => {
      const place = anyPlace();
      const seen: unknown[] = [];
      const look = async () => void seen.push(await read(place), await papersOf(place.dossierId));
      await harness.storage.put(place, pieces(randomBytes(11 * MEBIBYTE), look));
      expect(seen).toEqual([null, []]);
      expect(await papersOf(place.dossierId)).toEqual([place.paper]);
    });

    it.each([100_000, 11 * MEBIBYTE])(
      'keeps nothing of a stream that fails after %d bytes, and says so',
      async (size) => {
        const place = anyPlace();
        const hangsUp = () => Promise.reject(new Error('the sender hung up'));
        await expect(harness.storage.put(place, pieces(randomBytes(size), hangsUp))).rejects.toThrow(
          'the sender hung up',
        );
        expect([await read(place), await papersOf(place.dossierId), await harness.unfinished()]).toEqual([null, [], 0]);
      },
    );

    it('deletes one paper and no other, and is content with one that is gone', async () => {
      const first = anyPlace();
      const second = anyPlace(first.dossierId);
      for (const place of [first, second]) await harness.storage.put(place, pieces(randomBytes(10)));
      await harness.storage.delete(first);
      await harness.storage.delete(first);
      expect(await papersOf(first.dossierId)).toEqual([second.paper]);
      await harness.storage.delete(second);
      expect(await papersOf(first.dossierId)).toEqual([]);
    });

    it('lists every paper once, those of a dossier together, with the time since when it is kept', async () => {
      const dossiers: readonly string[] = [randomUUID(), randomUUID()];
      const places = [0, 1, 0, 1, 0].map((at) => anyPlace(dossiers[at]));
      for (const place of places) await harness.storage.put(place, pieces(randomBytes(10)));
      const mine = (await listed()).filter(({ dossierId }) => dossiers.includes(dossierId));
      expect(mine.map(({ paper }) => paper).sort()).toEqual(places.map(({ paper }) => paper).sort());
      const changes = mine.filter(({ dossierId }, at) => dossierId !== mine[at - 1]?.dossierId);
      expect(changes).toHaveLength(2);
      for (const { since } of mine) expect(Math.abs(Date.now() - since)).toBeLessThan(HOUR);
    });

    it('sweeps what a writer that died left unfinished, once it is old enough, and nothing that is whole', async () => {
      const place = anyPlace();
      await harness.storage.put(place, pieces(randomBytes(10)));
      await harness.leaveUnfinished();
      await harness.storage.sweepUnfinished(Date.now() - HOUR);
      expect(await harness.unfinished()).toBe(1);
      await harness.storage.sweepUnfinished(Date.now() + HOUR);
      expect([await harness.unfinished(), (await read(place))?.length]).toEqual([0, 10]);
    });

    it.each(['..', '../x', '/etc', 'a/b', ''])('takes %j for no id', async (wrong) => {
      const place = { dossierId: randomUUID(), paper: wrong };
      await expect(harness.storage.put(place, pieces(randomBytes(1)))).rejects.toThrow(TypeError);
      await expect(harness.storage.get(place)).rejects.toThrow(TypeError);
      await expect(harness.storage.delete({ dossierId: wrong, paper: randomUUID() })).rejects.toThrow(TypeError);
      expect(await listed(wrong === '' ? randomUUID() : wrong)).toEqual([]);
    });
  });
}
