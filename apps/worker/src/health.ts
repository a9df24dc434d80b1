import { fastify, type FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { EventStore } from '#kernel';
import { projectionHealth } from '#read-store';

/** `/health/live` and `/health/ready`, for whoever keeps the worker running. */
export function workerHealth({ db, store }: { readonly db: DataSource; readonly store: EventStore }): FastifyInstance {
  const server = fastify();
  server.get('/health/live', () => ({ ok: true }));
  server.get('/health/ready', async (_request, reply) => {
    const [eventStore, projections] = await Promise.all([
      store.health().catch(() => ({ ok: false })),
      projectionHealth(db).catch(() => null),
    ]);
    const ok = eventStore.ok && projections !== null;
    return reply.status(ok ? 200 : 503).send({ ok, eventStore, projections });
  });
  return server;
}
