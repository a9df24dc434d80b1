import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { framesOf, Refusal, StoreUnavailable, toldOf } from '#kernel';
import { isAway } from '#read-store';
import { plain, PROBLEM, refused } from './problem.js';

/** RFC 9457: every "no" names its law and says it in Vietnamese; anything else is a bug, logged and opaque. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { id: requestId, raw } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    // Nobody hears what is answered to who hung up, and it is no bug of ours.
    const problem = { ...(raw.readableAborted ? plain(400) : this.problemOf(error, requestId)), requestId };
    const wait = waitOf(error, problem.status);
    if (wait !== null) void reply.header('retry-after', String(wait));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).type(PROBLEM).send(problem);
  }

  private problemOf(error: unknown, requestId: string): { readonly status: number } {
    if (error instanceof Refusal) return refused(error);
    if (error instanceof StoreUnavailable || isAway(error)) {
      this.logger.warn({ requestId, error: toldOf(error) });
      return refused(new Refusal('store-unavailable'));
    }
    if (error instanceof HttpException) {
      const status = error.getStatus();
      return status === 413 ? refused(new Refusal('too-large')) : plain(status);
    }
    this.logger.error({ requestId, error: toldOf(error), frames: framesOf(error) });
    return plain(500);
  }
}

/** After how many seconds it may be tried again. */
function waitOf(error: unknown, status: number): number | null {
  if (status === 503) return 1;
  if (status !== 429) return null;
  const told = error instanceof Refusal ? error.facts['retryAfterSeconds'] : null;
  return typeof told === 'number' ? told : 1;
}
