import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ReadingEntry } from '#access';
import type { Caller } from '#handling';

const ATTEMPT = 'attempt';
const PARAMETERS = 'swagger/apiParameters';
/** Fields of a query that narrow nothing. */
const PAGING: readonly string[] = ['limit', 'after', 'order', 'atLeast'];

/** A route of strangers that is written down where it is refused. */
export const RefusalsRecorded = (what: 'log-in') => SetMetadata(ATTEMPT, what);

/** What is known of a request once its route is: whoever asks and the right that it takes, as far as they are found. */
export interface AskedRoute {
  readonly what: ReadingEntry['what'] | null;
  readonly caller: Caller | null;
  /** Fields by which the route's answer may be narrowed, as it declares them. */
  readonly filters: readonly string[];
}

const routes = new WeakMap<FastifyRequest, AskedRoute>();

export const askedRoute = (request: FastifyRequest): AskedRoute | undefined => routes.get(request);

const answers = new WeakMap<FastifyRequest, unknown>();

/** What a request was answered with; told by the route itself where it answers with a stream. */
export const tellAnswer = (request: FastifyRequest, answer: unknown): void => void answers.set(request, answer);
export const answerTo = (request: FastifyRequest): unknown => answers.get(request);

/** Told by the guard, for what is written down when the answer leaves. */
export function tellRoute(
  request: FastifyRequest,
  handler: object,
  found: Pick<AskedRoute, 'what' | 'caller'> | null,
): void {
  const what: 'log-in' | undefined = Reflect.getMetadata(ATTEMPT, handler);
  const declared: readonly { readonly in?: string; readonly name?: string }[] =
    Reflect.getMetadata(PARAMETERS, handler) ?? [];
  const filters = declared.flatMap(({ in: place, name }) =>
    place === 'query' && name !== undefined && !PAGING.includes(name) ? [name] : [],
  );
  routes.set(request, { ...(found ?? { what: what ?? null, caller: null }), filters });
}
