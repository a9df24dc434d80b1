import type { DossierRequest, Given } from '#handling';
import { departs, oneOf, record, Refusal } from '#kernel';
import { instantFrom } from '#working-time';
import { correlationOf } from '../fastify/request-id.js';
import { taken } from '../input.js';
import { lateShape, type CommandRoute } from './command-routes.js';

export type RawHeaders = Readonly<Record<string, string | undefined>>;

interface Late {
  readonly effectiveAt?: string | undefined;
  readonly lateReason?: string | undefined;
}

const KEY = /^[\x21-\x7e]{1,128}$/;
const REVISION = /^"?(\d{1,9})"?$/;

/** How a command was given: its key, the revision that was seen, and when it happened. @throws Refusal `invalid-input` */
export function givenBy(headers: RawHeaders, { effectiveAt, lateReason }: Late): Given {
  const key = headers['idempotency-key'] ?? '';
  if (!KEY.test(key)) throw new Refusal('invalid-input', null, { at: 'Idempotency-Key: 1 to 128 visible characters' });
  const match = headers['if-match'];
  const revision = match === undefined ? undefined : REVISION.exec(match)?.[1];
  if (match !== undefined && revision === undefined)
    throw new Refusal('invalid-input', null, { at: 'If-Match: a revision expected' });
  return {
    key,
    correlationId: correlationOf(headers),
    ...(revision === undefined ? {} : { expectedRevision: Number(revision) }),
    ...(effectiveAt === undefined ? {} : { effectiveAt: instantFrom('effectiveAt', effectiveAt) }),
    ...(lateReason === undefined ? {} : { lateReason }),
  };
}

/** What a route's body asks of a dossier. @throws Refusal `invalid-input` */
export function requestBy(
  { type, shape }: CommandRoute,
  headers: RawHeaders,
  body: unknown,
): { readonly given: Given; readonly request: DossierRequest } {
  const { effectiveAt, lateReason, ...asked } = taken(record({ ...shape.fields, ...lateShape }), body ?? {});
  const data = Object.fromEntries(Object.entries(asked).map(([key, value]) => [key, asInstant(key, value)]));
  const request = { type, data };
  const isRequest = (value: unknown): value is DossierRequest =>
    departs(record({ type: oneOf(type), data: shape }), value) === null;
  if (!isRequest(request)) throw new Refusal('invalid-input', null, { at: type });
  return { given: givenBy(headers, { effectiveAt: text(effectiveAt), lateReason: text(lateReason) }), request };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const INSTANTS: ReadonlySet<string> = new Set(['answerBy', 'proposedDueAt']);

/** Instants are kept as the engine writes them. */
const asInstant = (key: string, value: unknown): unknown => (INSTANTS.has(key) ? instantFrom(key, value) : value);
