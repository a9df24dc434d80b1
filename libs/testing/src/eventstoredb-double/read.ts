import { once } from 'node:events';
import type { ServiceError } from '@grpc/grpc-js';
import type { Log, LogRecord } from './log.js';
import { eventMessage } from './event-message.js';
import { nothingAsked, streamDeleted, unavailable, unknownTerritory } from './refusals.js';
import type { ServerState } from './server-state.js';
import { allSubscription, streamSubscription } from './subscribe.js';
import { identifierOf, nameOf, streams } from './wire.js';
import type { ReadCall, ReadOptions, ReadResp } from './wire.js';

const BACKWARDS = 1;

/** Streams.Read: reading and subscribing, a stream or `$all`. */
export async function read(server: ServerState, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (server.refusing) return fail(call, unavailable());
  if (!options) return fail(call, unknownTerritory('a read without options'));
  if (options.getUuidOption()?.hasStructured()) return fail(call, unknownTerritory('ids as two numbers'));
  const ended = new AbortController();
  const running = {
    kind: options.hasSubscription() ? 'subscription' : 'read',
    fail: (error: ServiceError) => {
      ended.abort();
      fail(call, error);
    },
  } as const;
  server.running.add(running);
  call.on('cancelled', () => ended.abort());
  call.on('close', () => ended.abort());
  try {
    await send(call, ended.signal, messagesFor(server.log, options, ended.signal));
    if (!ended.signal.aborted) call.end();
  } catch (error) {
    if (!ended.signal.aborted) fail(call, error as ServiceError);
  } finally {
    server.running.delete(running);
  }
}

const fail = (call: ReadCall, error: ServiceError): void => void call.emit('error', error);

/** Writes no faster than the client reads. */
async function send(
  call: ReadCall,
  ended: AbortSignal,
  messages: Iterable<ReadResp> | AsyncIterable<ReadResp>,
): Promise<void> {
  for await (const message of messages) {
    if (ended.aborted) return;
    if (!call.write(message)) await once(call, 'drain', { signal: ended }).catch(() => {});
  }
}

function messagesFor(log: Log, options: ReadOptions, ended: AbortSignal): Iterable<ReadResp> | AsyncIterable<ReadResp> {
  if (options.hasSubscription())
    return options.hasAll() ? allSubscription(log, options, ended) : streamSubscription(log, options, ended);
  if (options.hasFilter()) throw unknownTerritory('reading with a filter');
  return options.hasAll() ? readAll(log, options) : readStream(log, options);
}

function* readStream(log: Log, options: ReadOptions): Iterable<ReadResp> {
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  const count = Number(options.getCount());
  if (count === 0) throw nothingAsked();
  const found = log.find(name);
  if (found.is === 'deleted') throw streamDeleted(name);
  if (found.is === 'not-found') {
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name));
    yield new streams.ReadResp().setStreamNotFound(missing);
    return;
  }
  const last = found.events.length - 1;
  const revision = stream?.hasRevision() ? Math.min(Number(stream.getRevision()), Number.MAX_SAFE_INTEGER) : null;
  if (options.getReadDirection() === BACKWARDS) {
    const from = Math.min(revision ?? (stream?.hasStart() ? 0 : last), last);
    yield* eventsOf(found.events, from, Math.max(found.first, from - count + 1), -1);
  } else {
    if (stream?.hasEnd()) throw unknownTerritory('reading forwards from the end');
    const from = Math.max(revision ?? 0, found.first);
    yield* eventsOf(found.events, from, Math.min(last, from + count - 1), 1);
  }
}

function* eventsOf(events: readonly LogRecord[], from: number, to: number, step: 1 | -1): Iterable<ReadResp> {
  for (let index = from; step > 0 ? index <= to : index >= to; index += step) {
    const record = events[index];
    if (record) yield eventMessage(record, 'of-a-stream');
  }
}

function* readAll(log: Log, options: ReadOptions): Iterable<ReadResp> {
  const all = options.getAll();
  const count = Number(options.getCount());
  if (count === 0) throw unknownTerritory('reading no event of $all');
  const position = all?.getPosition();
  const at = position ? log.indexOf(BigInt(position.getCommitPosition())) : null;
  if (options.getReadDirection() === BACKWARDS) {
    // Backwards from a position begins before it, as the server reads what ended by then.
    const from = (at ?? (all?.hasStart() ? 0 : log.records.length)) - 1;
    yield* allEvents(log, from, Math.max(0, from - count + 1), -1);
  } else {
    const from = at ?? (all?.hasEnd() ? log.records.length : 0);
    yield* allEvents(log, from, Math.min(log.records.length - 1, from + count - 1), 1);
  }
}

function* allEvents(log: Log, from: number, to: number, step: 1 | -1): Iterable<ReadResp> {
  for (let index = from; step > 0 ? index <= to : index >= to; index += step) {
    const record = log.records[index];
    if (record) yield eventMessage(record, 'of-all');
  }
}
