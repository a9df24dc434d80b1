import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Right } from '#access';

export const RIGHT = 'right';
export const ANYBODY_LOGGED_IN = 'anybody-logged-in';

/** The right that a route needs, or a whole controller's; where it holds is enforced inside the query or the command. */
export const May = (right: Right | typeof ANYBODY_LOGGED_IN): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(RIGHT, right), ApiExtension('x-right', right));
