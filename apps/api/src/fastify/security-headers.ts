import { fastifyCors } from '@fastify/cors';
import { fastifyHelmet } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Bounds } from '#installation';

const DAY_SECONDS = 86_400;
const NOTHING = ["'none'"];
const OWN = ["'self'"];

/** What a page of ours may do in a browser: that of the API has scripts of its own and a style within. */
const directives = {
  'default-src': NOTHING,
  'script-src': OWN,
  'style-src': [...OWN, "'unsafe-inline'"],
  'img-src': [...OWN, 'data:'],
  'connect-src': OWN,
  'base-uri': NOTHING,
  'form-action': NOTHING,
  'frame-ancestors': NOTHING,
};

/** Headers that tell browsers what not to do; nothing is kept by anybody unless a route says so itself. */
export function secureHeaders(fastify: Pick<FastifyInstance, 'addHook' | 'register'>, { hstsDays }: Bounds): void {
  void fastify.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: hstsDays === 0 ? false : { maxAge: hstsDays * DAY_SECONDS, includeSubDomains: false },
  });
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store');
    done();
  });
}

/** Lets pages of these origins ask; without any, a browser keeps every answer from pages of others. */
export function allowOrigins(fastify: Pick<FastifyInstance, 'register'>, { corsOrigins }: Bounds): void {
  if (corsOrigins.length === 0) return;
  void fastify.register(fastifyCors, {
    origin: [...corsOrigins],
    credentials: false,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'x-request-id'],
    exposedHeaders: ['etag', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}
