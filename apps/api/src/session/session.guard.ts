import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Identities, placeFor, type Identity, type Right } from '#access';
import { Clock, Refusal } from '#kernel';
import { tellRoute } from '../readings/asked-route.js';
import { BEFORE_PASSWORD_CHANGE } from './before-password-change.js';
import { ANYBODY_LOGGED_IN, RIGHT } from './may.js';
import { PUBLIC } from './public.js';

const callers = new WeakMap<FastifyRequest, Identity>();
/** Sessions and keys are short; tokens of a provider carry claims. */
const BEARER = /^Bearer ([A-Za-z0-9._-]{20,8192})$/i;
const CHOSEN_ROLE = 'as-role';

/** Who asks, once that is known. */
export const callerOf = (request: FastifyRequest): Identity | undefined => callers.get(request);

/** @throws Refusal `not-authenticated` */
export function tokenOf(request: FastifyRequest): string {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new Refusal('not-authenticated');
  return token;
}

/** The role that somebody with several acts in. */
function chosenRole({ headers }: FastifyRequest): string | undefined {
  const role = headers[CHOSEN_ROLE];
  return typeof role === 'string' ? role.slice(0, 64) : undefined;
}

/** Everything but what is marked public needs a token of somebody who has the right that the route names. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identities: Identities,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    tellRoute(request, context.getHandler(), null);
    if (this.reflector.get<boolean | undefined>(PUBLIC, context.getHandler()) === true) return true;
    const caller = await this.identities.callerOf(tokenOf(request), this.clock.now(), chosenRole(request));
    callers.set(request, caller);
    const isBefore = this.reflector.get<boolean | undefined>(BEFORE_PASSWORD_CHANGE, context.getHandler()) === true;
    if (caller.mustChangePassword && !isBefore) throw new Refusal('password-change-needed');
    const right = this.reflector.getAllAndOverride<Right | typeof ANYBODY_LOGGED_IN | undefined>(RIGHT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (right === undefined) throw new Refusal('not-allowed');
    tellRoute(request, context.getHandler(), { what: right === ANYBODY_LOGGED_IN ? null : right, caller });
    if (right !== ANYBODY_LOGGED_IN) placeFor(caller.actor, right);
    return true;
  }
}

/** The one who asks. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Refusal('not-authenticated');
  return caller;
});
