import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Accounts, placeOf, type Right } from '#access';
import type { Caller } from '#handling';
import { Clock, Refusal } from '#kernel';
import { ANYBODY_LOGGED_IN, RIGHT } from './may.js';
import { PUBLIC } from './public.js';

const callers = new WeakMap<FastifyRequest, Caller>();
const BEARER = /^Bearer ([A-Za-z0-9_-]{20,100})$/;

/** Who asks, once that is known. */
export const callerOf = (request: FastifyRequest): Caller | undefined => callers.get(request);

/** @throws Refusal `not-authenticated` */
export function tokenOf(request: FastifyRequest): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal('not-authenticated');
  return token;
}

/** Everything but what is marked public needs a session whose role has the right that the route names. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(PUBLIC, context.getHandler()) === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.accounts.sessionOf(tokenOf(request), this.clock.now());
    callers.set(request, caller);
    const right = this.reflector.getAllAndOverride<Right | typeof ANYBODY_LOGGED_IN | undefined>(RIGHT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (right === undefined) throw new Refusal('not-allowed');
    if (right !== ANYBODY_LOGGED_IN) placeOf(caller.actor.role, right);
    return true;
  }
}

/** The one who asks. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Refusal('not-authenticated');
  return caller;
});
