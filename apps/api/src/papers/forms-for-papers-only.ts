import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The one route that takes a form with a file. */
const UPLOAD_ROUTE = '/dossiers/:dossier/papers';

/** Forms are read nowhere but where a paper is handed in. */
export function formsForPapersOnly(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const isForm = /^multipart\//i.test(request.headers['content-type'] ?? '');
    done(isForm && request.routeOptions.url !== UPLOAD_ROUTE ? new UnsupportedMediaTypeException() : undefined);
  });
}
