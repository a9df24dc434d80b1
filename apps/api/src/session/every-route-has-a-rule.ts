import type { Type } from '@nestjs/common';
import { PUBLIC } from './public.js';
import { RIGHT } from './may.js';

const PATH = 'path';

/** A route that nobody gave a rule: the API does not start with it. */
export class RouteWithoutRule extends Error {
  constructor(route: string) {
    super(`${route} is neither public nor does it need a right: say @Public() or @May(…)`);
    this.name = 'RouteWithoutRule';
  }
}

/** @throws RouteWithoutRule */
export function everyRouteHasARule(controllers: readonly Type[]): void {
  for (const controller of controllers)
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(controller.prototype))) {
      if (name === 'constructor' || typeof value !== 'function' || !Reflect.hasMetadata(PATH, value)) continue;
      const has = (rule: string) => Reflect.hasMetadata(rule, value) || Reflect.hasMetadata(rule, controller);
      if (!has(PUBLIC) && !has(RIGHT)) throw new RouteWithoutRule(`${controller.name}.${name}`);
    }
}
