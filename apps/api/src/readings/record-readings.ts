import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { READINGS, type ReadingEntry, type ReadingJournal, type ReadingOutcome } from '#access';
import { Refusal, type Clock, type RefusalCode } from '#kernel';
import { refusals } from '#law';
import { answerTo, askedRoute, tellAnswer, type AskedRoute } from './asked-route.js';

const LONGEST_REASON = 300;
const CONTROL = /\p{Cc}/u;
const NAME = /^[\w.-]{1,64}$/;

/** Refusals that tell of somebody who asks beyond their duty. */
const BEYOND_DUTY: readonly number[] = [403, 404];
/** Of a failed log-in: wrong, locked, or too often. */
const CLIENT_ERRORS = { from: 400, below: 500 };

/**
 * Nhật ký truy cập: whatever route needs a right of reading is written down with what it answered before that leaves, and
 * so is every refusal of what is beyond somebody's duty, or that names dossiers. What cannot be written down does not leave.
 */
export function recordReadings(
  fastify: Pick<FastifyInstance, 'addHook'>,
  { journal, clock }: { readonly journal: ReadingJournal; readonly clock: Clock },
): void {
  fastify.addHook('onRequest', async (request) => void reasonOf(request));
  fastify.addHook('preSerialization', async (request, _reply, answer) => {
    tellAnswer(request, answer);
    return answer;
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    const route = askedRoute(request);
    const outcome = route && outcomeOf(route, reply, answerTo(request));
    if (!route || !outcome) return payload;
    journal.record({ at: clock.now(), outcome, ...askedBy(request, route), dossiers: idsIn(answerTo(request)) });
    return payload;
  });
}

/** Null where nothing is written down: the catalogue is nobody's, and a command that was carried out stands in the log. */
function outcomeOf({ what }: AskedRoute, { statusCode }: FastifyReply, answer: unknown): ReadingOutcome | null {
  if (what === null) return null;
  if (statusCode < CLIENT_ERRORS.from) return isReading(what) && what !== 'read-catalogue' ? 'seen' : null;
  const isAttempt = what === 'log-in' && statusCode < CLIENT_ERRORS.below;
  const tells = isReading(what) && idsIn(answer).length > 0;
  return isAttempt || tells || BEYOND_DUTY.includes(statusCode) ? codeIn(answer) : null;
}

const isReading = (what: string): boolean => READINGS.some((reading) => reading === what);

type AskedBy = Omit<ReadingEntry, 'at' | 'outcome' | 'dossiers'>;

function askedBy(request: FastifyRequest, { what, caller, filters }: AskedRoute): AskedBy {
  const query = request.query;
  const isGiven = (name: string) => typeof query === 'object' && query !== null && Object.hasOwn(query, name);
  return {
    account: caller?.account ?? named(request.body, 'account'),
    role: caller?.actor.role ?? null,
    agency: caller?.actor.agency ?? null,
    what: what ?? 'log-in',
    door: `${request.method} ${request.routeOptions.url ?? ''}`,
    asked: named(request.params, 'dossier') ?? named(request.body, 'dossierId'),
    filters: filters.filter(isGiven),
    reason: reasonOf(request),
    requestId: request.id,
    clientAddress: request.ip,
  };
}

/** A field that holds a name or a code; whatever else somebody may have written there is nobody's to keep. */
function named(fields: unknown, field: string): string | null {
  const value = valueOf(fields, field);
  return typeof value === 'string' && NAME.test(value) ? value : null;
}

const valueOf = (fields: unknown, field: string): unknown =>
  typeof fields === 'object' && fields !== null && Object.hasOwn(fields, field)
    ? Reflect.get(fields, field)
    : undefined;

function codeIn(answer: unknown): RefusalCode | null {
  const code = valueOf(answer, 'code');
  return Object.keys(refusals).find((known): known is RefusalCode => known === code) ?? null;
}

/** The dossiers that an answer tells of, each once, wherever it names them. */
function idsIn(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const id = valueOf(answer, 'dossierId');
  const below = Object.values(answer).flatMap(idsIn);
  return [...new Set(typeof id === 'string' ? [id, ...below] : below)];
}

/** `X-Reason`: why somebody reads, percent-encoded where it is not plain ASCII. @throws Refusal `invalid-input` */
function reasonOf({ headers }: FastifyRequest): string | null {
  const given = headers['x-reason'];
  if (given === undefined) return null;
  const wrong = new Refusal('invalid-input', null, {
    at: `X-Reason: 1 to ${LONGEST_REASON} characters, percent-encoded UTF-8`,
  });
  if (typeof given !== 'string' || !/^[\x20-\x7e]+$/.test(given)) throw wrong;
  const reason = decoded(given);
  if (reason === null || reason.trim() === '' || reason.length > LONGEST_REASON || CONTROL.test(reason)) throw wrong;
  return reason.trim();
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
