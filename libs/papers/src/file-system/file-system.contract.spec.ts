import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FileSystemPaperStorage } from '#papers';
import { paperStorageContract } from '../contract/paper-storage.contract.js';

const folderOfItsOwn = () => mkdtempSync(join(tmpdir(), 'dung-hen-papers-'));

paperStorageContract('a folder', () => {
  const folder = folderOfItsOwn();
  const drafts = join(folder, 'unfinished');
  return Promise.resolve({
    storage: new FileSystemPaperStorage(folder),
    unfinished: () => Promise.resolve(readdirSync(drafts).length),
    leaveUnfinished: () => Promise.resolve(writeFileSync(join(drafts, randomUUID()), 'half')),
    close: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});

describe('papers in a folder', () => {
  it('are readable by the account of the engine only', async () => {
    const folder = folderOfItsOwn();
    await new FileSystemPaperStorage(folder).put(
      { dossierId: randomUUID(), paper: randomUUID() },
      Readable.from(['x']),
    );
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    rmSync(folder, { recursive: true });
  });
});
