import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { openS3PaperStorage, type S3Bucket } from '#papers';
import { s3Double, type S3Double } from '#testing';
import { paperStorageContract } from '../contract/paper-storage.contract.js';

const bucketAt = (endpoint: string): S3Bucket => ({
  endpoint,
  bucket: 'papers',
  region: 'us-east-1',
  pathStyle: true,
  accessKeyId: 'key',
  secretAccessKey: 'secret',
});

paperStorageContract('a bucket of S3', async () => {
  const double = await s3Double();
  return {
    storage: await openS3PaperStorage(bucketAt(double.endpoint)),
    unfinished: () => Promise.resolve(double.unfinished.size),
    leaveUnfinished: () => {
      double.unfinished.set(randomUUID(), { key: 'a/b', parts: new Map(), at: new Date() });
      return Promise.resolve();
    },
    close: () => double.stop(),
  };
});

describe('papers in a bucket', () => {
  let double: S3Double;
  beforeAll(async () => {
    double = await s3Double();
  });
  afterAll(() => double.stop());

  it('are not there while the server is not', async () => {
    double.isDown = true;
    const storage = await openS3PaperStorage(bucketAt(double.endpoint));
    const place = { dossierId: randomUUID(), paper: randomUUID() };
    await expect(storage.put(place, Readable.from(['x']))).rejects.toThrow();
    await expect(storage.get(place)).rejects.toThrow();
    double.isDown = false;
    expect(await storage.get(place)).toBeNull();
  });
});
