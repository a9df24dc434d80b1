import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isId, keyOf, PaperStorage, type Kept, type Place } from '../paper-storage.js';

const OWNER_ONLY = { file: 0o600, folder: 0o700 };
/** What is still being written stands apart, under a name that no paper has. */
const UNFINISHED = 'unfinished';

/** Papers as files of one folder, `<dossier>/<paper>`: readable by the account of the engine only. */
export class FileSystemPaperStorage extends PaperStorage {
  constructor(private readonly root: string) {
    super();
  }

  async put(place: Place, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const target = join(this.root, keyOf(place));
    const folder = join(this.root, place.dossierId);
    const draft = join(this.root, UNFINISHED, randomUUID());
    await mkdir(join(this.root, UNFINISHED), { recursive: true, mode: OWNER_ONLY.folder });
    try {
      await written(draft, bytes);
      await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
      await rename(draft, target);
      await durable(folder);
      await durable(this.root);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async get(place: Place): Promise<AsyncIterable<Uint8Array> | null> {
    const file = await orNull(open(join(this.root, keyOf(place)), 'r'));
    return file === null ? null : file.createReadStream();
  }

  async delete(place: Place): Promise<void> {
    await rm(join(this.root, keyOf(place)), { force: true });
    await rmdir(join(this.root, place.dossierId)).catch(() => {}); // others are still in it, or it is gone
  }

  async *list(dossierId?: string): AsyncIterable<Kept> {
    const dossiers = dossierId === undefined ? await namesIn(this.root) : [dossierId];
    for (const dossier of dossiers.filter(isId))
      for (const paper of (await namesIn(join(this.root, dossier))).filter(isId)) {
        const found = await orNull(stat(join(this.root, keyOf({ dossierId: dossier, paper }))));
        if (found !== null) yield { dossierId: dossier, paper, since: found.mtimeMs };
      }
  }

  async sweepUnfinished(before: number): Promise<void> {
    for (const name of await namesIn(join(this.root, UNFINISHED))) {
      const draft = join(this.root, UNFINISHED, name);
      const found = await orNull(stat(draft));
      if (found !== null && found.mtimeMs < before) await rm(draft, { force: true });
    }
  }
}

/** The whole stream on the disk, not only in its cache. */
async function written(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY.file);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name in a folder outlives a loss of power only once the folder is on the disk as well. */
async function durable(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const namesIn = async (folder: string): Promise<readonly string[]> => (await orNull(readdir(folder))) ?? [];

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
