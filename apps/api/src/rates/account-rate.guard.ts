import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../session/session.guard.js';
import { Rates } from './rates.js';

/** Once it is known who asks: who asks too often by one account is told so, from wherever. */
@Injectable()
export class AccountRateGuard implements CanActivate {
  constructor(private readonly rates: Rates) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (caller !== undefined) await this.rates.ofAccount(caller.account);
    return true;
  }
}
