import type { FastifyInstance } from 'fastify';
import { Refusal } from '#kernel';

const LONGEST_URL = 4_096;
const MOST_PARAMETERS = 20;
const LONGEST_VALUE = 512;

/** An address and its query are bounded, whatever the route does with them; a parameter that comes twice is refused. */
export function boundQueries(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    try {
      mustBeBounded(request.raw.url ?? '', request.query);
      done();
    } catch (refused) {
      done(refused instanceof Error ? refused : undefined);
    }
  });
}

const invalid = (at: string) => new Refusal('invalid-input', null, { at });

function mustBeBounded(url: string, query: unknown): void {
  if (url.length > LONGEST_URL) throw new Refusal('too-large', null, { url: LONGEST_URL });
  if (typeof query !== 'object' || query === null) return;
  const parameters = Object.entries(query);
  if (parameters.length > MOST_PARAMETERS) throw invalid(`query: at most ${MOST_PARAMETERS} parameters`);
  for (const [name, value] of parameters) {
    if (typeof value !== 'string') throw invalid('query: each parameter once only');
    if (name.length > LONGEST_VALUE || value.length > LONGEST_VALUE)
      throw invalid(`query: at most ${LONGEST_VALUE} characters a parameter`);
  }
}
