import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { LogLevel } from '#installation';
import { callerOf } from './session/session.guard.js';

const RANK: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2 };

/** One line of JSON an entry, on standard error; no body, no query, no name ever stands in it. */
export class StructuredLogger implements LoggerService {
  constructor(private readonly level: LogLevel) {}

  log(message: unknown, context?: unknown): void {
    if (context === 'http' || context === 'worker') this.write('info', message, context);
  }
  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }
  error(message: unknown, ...context: readonly unknown[]): void {
    this.write('error', message, context.at(-1));
  }

  private write(level: LogLevel, message: unknown, context: unknown): void {
    if (RANK[level] > RANK[this.level]) return;
    const entry = typeof message === 'object' && message !== null ? message : { message: String(message) };
    const at = new Date().toISOString();
    process.stderr.write(`${JSON.stringify({ at, level, context: context ?? null, ...entry })}\n`);
  }
}

/** Their sender's address is told, that guessing and flooding may be traced. */
const REFUSED_STATUS: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * Says of each request who asked, which route it took, how it ended and how long it lasted. An account is that of an
 * official or a service, never of an applicant.
 */
export function logRequests(fastify: Pick<FastifyInstance, 'addHook'>, logger: StructuredLogger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime);
    const { method, id } = request;
    const route = request.routeOptions.url ?? null;
    const { statusCode: status } = reply;
    const account = callerOf(request)?.account ?? null;
    const from = REFUSED_STATUS.has(status) ? { address: request.ip } : {};
    logger.log({ requestId: id, method, route, status, ms, account, ...from }, 'http');
    done();
  });
}
