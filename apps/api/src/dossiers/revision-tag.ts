import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';

const revisionOf = (answer: unknown): number | null =>
  typeof answer === 'object' && answer !== null && 'revision' in answer && typeof answer.revision === 'number'
    ? answer.revision
    : null;

/** Whatever tells a dossier's revision bears it as `ETag`, so that the next command can send it back as `If-Match`. */
@Injectable()
export class RevisionTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((answer: unknown) => {
        const revision = revisionOf(answer);
        if (revision !== null) void context.switchToHttp().getResponse<FastifyReply>().header('etag', `"${revision}"`);
      }),
    );
  }
}
