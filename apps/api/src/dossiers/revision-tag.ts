import type { FastifyInstance } from 'fastify';

const revisionOf = (answer: unknown): number | null =>
  typeof answer === 'object' && answer !== null && 'revision' in answer && typeof answer.revision === 'number'
    ? answer.revision
    : null;

/** Whatever tells a dossier's revision bears it as `ETag`, so that the next command can send it back as `If-Match`. */
export function tagRevisions(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('preSerialization', (_request, reply, answer, done) => {
    const revision = revisionOf(answer);
    if (revision !== null && reply.statusCode < 300) void reply.header('etag', `"${revision}"`);
    done(null, answer);
  });
}
