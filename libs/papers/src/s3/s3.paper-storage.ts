import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isId, keyOf, PaperStorage, type Kept, type Place } from '../paper-storage.js';

/** The least that S3 takes as one part, and all that an upload holds in memory. */
const PART_BYTES = 5 * 1024 * 1024;
const ATTEMPTS = 3;
const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;

/** A bucket of Amazon S3 or of a server that speaks the same protocol. */
export interface S3Bucket {
  /** Null: Amazon's own, by region. */
  readonly endpoint: string | null;
  readonly bucket: string;
  readonly region: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Papers as objects `<dossier>/<paper>` of one bucket; an object is seen only once its upload is complete. */
export class S3PaperStorage extends PaperStorage {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ endpoint, bucket, region, pathStyle, accessKeyId, secretAccessKey }: S3Bucket) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      ...(endpoint === null ? {} : { endpoint }),
      forcePathStyle: pathStyle,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: ATTEMPTS,
      // Checksums beyond those of the signature are unknown to many servers; the seal tells what was changed.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
    });
  }

  async put(place: Place, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const params = { Bucket: this.bucket, Key: keyOf(place), Body: Readable.from(bytes, { objectMode: false }) };
    await new Upload({ client: this.client, params, partSize: PART_BYTES, queueSize: 1 }).done();
  }

  async get(place: Place): Promise<AsyncIterable<Uint8Array> | null> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: keyOf(place) }));
      return Body instanceof Readable ? Body : null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  async delete(place: Place): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: keyOf(place) }));
  }

  async *list(dossierId?: string): AsyncIterable<Kept> {
    const prefix = dossierId === undefined ? {} : { Prefix: `${dossierId}/` };
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, ContinuationToken: token, ...prefix }),
      );
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        const [dossier = '', paper = '', ...more] = Key.split('/');
        if (more.length === 0 && isId(dossier) && isId(paper) && LastModified !== undefined)
          yield { dossierId: dossier, paper, since: LastModified.getTime() };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async sweepUnfinished(before: number): Promise<void> {
    const unfinished = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket }));
    for (const { Key, UploadId, Initiated } of unfinished.Uploads ?? [])
      if (Initiated !== undefined && Initiated.getTime() < before)
        await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
    // What is more than a page comes up with the next sweep.
  }
}
