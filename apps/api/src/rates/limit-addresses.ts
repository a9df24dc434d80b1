import type { FastifyInstance } from 'fastify';
import type { Rates } from './rates.js';

/** Before anything else is looked at: who asks too often from one address is told so. */
export function limitAddresses(fastify: Pick<FastifyInstance, 'addHook'>, rates: Rates): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const counted = rates.ofAddress(request.ip);
    if (counted === null) return done();
    counted.then(() => done(), done);
  });
}
