import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { LogLevel } from '#installation';

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

/** Says of each request which route it took, how it ended and how long it lasted. */
export function logRequests(fastify: Pick<FastifyInstance, 'addHook'>, logger: StructuredLogger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime);
    const { method, id } = request;
    const route = request.routeOptions.url ?? null;
    logger.log({ requestId: id, method, route, status: reply.statusCode, ms }, 'http');
    done();
  });
}
