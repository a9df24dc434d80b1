import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { v5, validate } from 'uuid';

const HEADER = 'x-request-id';
/** Long enough to tell requests apart, too short and plain for a person's particulars or a line of a log of its own. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}$/;
/** Namespace of requests whose id is no UUID. */
const REQUESTS = 'a5c0f6a4-5b4e-4f0c-8a53-2f0f7b0f5d11';

/** The caller's id of its request where that can be one, else a new one; from here on the header says the same. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[HEADER];
  const id = typeof given === 'string' && SANE.test(given) ? given : randomUUID();
  headers[HEADER] = id;
  return id;
}

/** What the events of a request bear: its id, as a UUID of its own where it is none, for the log keeps it for ever. */
export function correlationOf(headers: Readonly<Record<string, string | undefined>>): string {
  const id = headers[HEADER] ?? randomUUID();
  return validate(id) ? id.toLowerCase() : v5(id, REQUESTS);
}
