import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { Rates } from './rates.js';

/** On every route that tries a password: guessing from one address is slow, and no guess costs a hash beyond the limit. */
@Injectable()
export class LogInRate implements NestInterceptor {
  constructor(private readonly rates: Rates) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const { ip } = context.switchToHttp().getRequest<FastifyRequest>();
    await this.rates.ofLogIn(ip);
    return next.handle().pipe(
      concatMap(async (answer) => {
        await this.rates.gotIn(ip);
        return answer;
      }),
    );
  }
}
