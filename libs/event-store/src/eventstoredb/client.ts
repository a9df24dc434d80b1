import { EventStoreDBClient } from '@eventstore/db-client';
import { appendsApart, type StreamCreator } from './appends-apart.js';
import { connectionString } from './connection-string.js';
import { within } from './failure.js';

const GREETED_WITHIN_MS = 2_000;

/** The client of a URL, made to survive a connection that breaks under many appends. */
export function openClient(url: string): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(connectionString(url));
  const create: unknown = Reflect.get(client, 'GRPCStreamCreator');
  if (typeof create === 'function') Reflect.set(client, 'GRPCStreamCreator', appendsApart(create as StreamCreator));
  return client;
}

/** What the server says of itself; the client asks once, before its first append. */
export async function serverVersion(client: EventStoreDBClient): Promise<string> {
  const features: unknown = await within(GREETED_WITHIN_MS, Promise.resolve(Reflect.get(client, 'capabilities')));
  return typeof features === 'object' && features !== null ? String(Reflect.get(features, 'serverVersion')) : 'unknown';
}
