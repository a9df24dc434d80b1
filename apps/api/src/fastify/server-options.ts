import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify';
import type { Bounds } from '#installation';
import { plain, PROBLEM } from '../problems/problem.js';
import { requestIdOf } from './request-id.js';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PATH_PART = 128;
/** Headers come at once or not at all. */
const HEADERS_WITHIN_SECONDS = 15;
/** Longer than the idle time of usual balancers, so that it is never this side that closes first. */
const IDLE_MS = 72_000;
const SILENT_MS = 120_000;
/** How often slow requests are looked for. */
const LOOK_EVERY_MS = 1_000;

/** What the server takes of a request before anything of ours sees it, and how long it waits for it. */
export function serverOptions({ requestTimeoutSeconds, trustProxy }: Bounds) {
  return {
    bodyLimit: MAX_BODY_BYTES,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: MAX_PATH_PART },
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    requestTimeout: requestTimeoutSeconds * 1_000,
    connectionTimeout: SILENT_MS,
    keepAliveTimeout: IDLE_MS,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: Math.min(HEADERS_WITHIN_SECONDS, requestTimeoutSeconds) * 1_000,
      connectionsCheckingInterval: LOOK_EVERY_MS,
    },
    clientErrorHandler: refuseUnread,
    frameworkErrors: refuseAddress,
  } satisfies FastifyHttpOptions<Server>;
}

const UNREAD_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
/** An address that the router cannot read has no route, and so none of our hooks. */
function refuseAddress(
  { statusCode = 400 }: FastifyError,
  { id: requestId }: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply
    .status(statusCode)
    .headers(UNREAD_HEADERS)
    .type(PROBLEM)
    .send({ ...plain(statusCode), requestId });
}

const UNREAD: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What never became a request: too slow, too much, or no HTTP. It is told so, and cut off. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = plain(UNREAD[error.code ?? ''] ?? 400);
  const body = JSON.stringify(problem);
  const headers = Object.entries({
    ...UNREAD_HEADERS,
    'content-type': PROBLEM,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  const lines = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`, ...headers, '', body];
  if (socket.writable) socket.write(lines.join('\r\n'));
  socket.destroySoon();
}
