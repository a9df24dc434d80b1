import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const PAGE = 2;

interface Answer {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Unfinished {
  readonly key: string;
  readonly parts: Map<number, Buffer>;
  readonly at: Date;
}

export interface S3Double {
  readonly endpoint: string;
  readonly objects: Map<string, { readonly bytes: Buffer; readonly at: Date }>;
  readonly unfinished: Map<string, Unfinished>;
  /** While it is down every request is answered 503. */
  isDown: boolean;
  stop(): Promise<void>;
}

/**
 * So much of the S3 protocol as papers need, on a port of this machine, for one bucket and any signature: objects,
 * multipart uploads, lists in pages of two.
 */
export async function s3Double(): Promise<S3Double> {
  const objects: S3Double['objects'] = new Map();
  const unfinished: S3Double['unfinished'] = new Map();
  const state = { objects, unfinished, isDown: false };
  const server = createServer((request, response) => {
    void answerTo(state, request).then(({ status, body = '', headers = {} }) =>
      response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

type State = Pick<S3Double, 'objects' | 'unfinished' | 'isDown'>;

async function answerTo(state: State, request: IncomingMessage): Promise<Answer> {
  const body = await buffer(request).catch(() => null);
  if (state.isDown || body === null) return { status: 503, body: '<Error><Code>ServiceUnavailable</Code></Error>' };
  const { pathname, searchParams: asked } = new URL(request.url ?? '/', 'http://double');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const { method } = request;
  if (key === '') return asked.has('uploads') ? listUploads(state) : listObjects(state, asked);
  if (method === 'POST' || asked.has('uploadId')) return multipart(state, method ?? '', key, asked, body);
  if (method === 'PUT') {
    state.objects.set(key, { bytes: body, at: new Date() });
    return { status: 200, headers: { etag: '"x"' } };
  }
  if (method === 'DELETE') {
    state.objects.delete(key);
    return { status: 204 };
  }
  const found = state.objects.get(key);
  if (found === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  return { status: 200, body: found.bytes, headers: { 'content-type': 'application/octet-stream' } };
}

function multipart(state: State, method: string, key: string, asked: URLSearchParams, body: Buffer): Answer {
  if (asked.has('uploads')) {
    const id = randomUUID();
    state.unfinished.set(id, { key, parts: new Map(), at: new Date() });
    const xml = `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
    return { status: 200, body: xml };
  }
  const id = asked.get('uploadId') ?? '';
  const upload = state.unfinished.get(id);
  if (upload === undefined) return { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };
  if (method === 'PUT') {
    upload.parts.set(Number(asked.get('partNumber')), body);
    return { status: 200, headers: { etag: `"${asked.get('partNumber')}"` } };
  }
  state.unfinished.delete(id);
  if (method === 'DELETE') return { status: 204 };
  const bytes = Buffer.concat([...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  state.objects.set(key, { bytes, at: new Date() });
  const xml = `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>`;
  return { status: 200, body: xml };
}

function listObjects({ objects }: State, asked: URLSearchParams): Answer {
  const after = asked.get('continuation-token') ?? '';
  const keys = [...objects.keys()].sort().filter((key) => key.startsWith(asked.get('prefix') ?? '') && key > after);
  const page = keys.slice(0, PAGE);
  const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const contents = page.map(
    (key) => `<Contents><Key>${key}</Key><LastModified>${objects.get(key)?.at.toISOString()}</LastModified></Contents>`,
  );
  return { status: 200, body: `<ListBucketResult>${contents.join('')}${next}</ListBucketResult>` };
}

function listUploads({ unfinished }: State): Answer {
  const uploads = [...unfinished].map(
    ([id, { key, at }]) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
  );
  return { status: 200, body: `<ListMultipartUploadsResult>${uploads.join('')}</ListMultipartUploadsResult>` };
}
