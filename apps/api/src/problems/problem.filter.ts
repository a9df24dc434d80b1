import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Refusal, StoreUnavailable } from '#kernel';
import { refusals, type RefusalKind } from '#law';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  input: 422,
  state: 409,
  stale: 412,
  missing: 404,
  auth: 401,
  forbidden: 403,
  behind: 503,
  unavailable: 503,
  limit: 429,
  large: 413,
};

/** RFC 9457: every "no" names its law and says it in Vietnamese; anything else is a bug, logged and opaque. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error);
    if (problem.status === 503) void reply.header('retry-after', '1');
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }

  private problemOf(error: unknown): { readonly status: number } {
    if (error instanceof Refusal) return refused(error);
    if (error instanceof StoreUnavailable) return refused(new Refusal('store-unavailable'));
    if (error instanceof HttpException) {
      const status = error.getStatus();
      return status === 413 ? refused(new Refusal('too-large')) : plain(status);
    }
    this.logger.error(error instanceof Error ? (error.stack ?? error.name) : 'unknown error');
    return plain(500);
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Yêu cầu không đọc được.',
  404: 'Không có địa chỉ này.',
  415: 'Nội dung phải là JSON.',
  500: 'Hệ thống gặp lỗi; hãy thử lại.',
};

const plain = (status: number) => ({ type: 'about:blank', title: TITLES[status] ?? 'Yêu cầu bị từ chối.', status });

const refused = ({ code, law, facts }: Refusal) => ({
  ...facts,
  type: `/problems/${code}`,
  title: refusals[code].vi,
  status: STATUS[refusals[code].kind],
  code,
  law,
});
