import type { PaperStorage } from '../paper-storage.js';
import type { S3Bucket } from './s3.paper-storage.js';

export type { S3Bucket };

/** Papers in a bucket; the client of S3 is loaded where one is configured, for it is large. */
export async function openS3PaperStorage(bucket: S3Bucket): Promise<PaperStorage> {
  const { S3PaperStorage } = await import('./s3.paper-storage.js');
  return new S3PaperStorage(bucket);
}
