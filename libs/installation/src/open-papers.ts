import { join } from 'node:path';
import type { Keys } from '#event-store';
import { ClamdScanner, FileSystemPaperStorage, NoScanner, openS3PaperStorage, PaperVault } from '#papers';
import type { Configuration } from './configuration.js';

const FOLDER = 'papers';

/** The vault of papers as the environment says: a folder or a bucket, with or without a scanner. */
export async function openPapers({ dataDir, papers }: Configuration, keys: Keys): Promise<PaperVault> {
  const { maxBytes, atMost, dir, bucket, clamd } = papers;
  return new PaperVault({
    storage:
      bucket === null ? new FileSystemPaperStorage(dir ?? join(dataDir, FOLDER)) : await openS3PaperStorage(bucket),
    keys,
    scanner: clamd === null ? new NoScanner() : new ClamdScanner(clamd),
    maxBytes,
    atMost,
  });
}
