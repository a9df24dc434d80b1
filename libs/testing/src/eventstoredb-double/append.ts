import type { ServiceError } from '@grpc/grpc-js';
import type { Expected, NewEvent, Written } from './log.js';
import { appendTooLarge, streamDeleted, unavailable, unknownTerritory } from './refusals.js';
import type { ServerState } from './server-state.js';
import { Any, Empty, expectedOf, identifierOf, nameOf, shared, status, streams } from './wire.js';
import type {
  AppendAnswer,
  AppendCall,
  BatchAppendCall,
  BatchAppendReq,
  BatchAppendResp,
  ProposedMessage,
} from './wire.js';

const CODES = { notFound: 5, alreadyExists: 6, invalidArgument: 3, deadlineExceeded: 4, unimplemented: 12 } as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Pending {
  readonly stream: string;
  readonly expected: Expected;
  readonly deadline: Date | undefined;
  readonly events: NewEvent[];
  bytes: number;
}

const begin = (stream: string, expected: Expected, deadline?: Date): Pending => ({
  stream,
  expected,
  deadline,
  events: [],
  bytes: 0,
});

function propose(pending: Pending, message: ProposedMessage): void {
  const event = {
    id: message.getId()?.getString().toLowerCase() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
  pending.events.push(event);
  pending.bytes += event.data.length + event.metadata.length + 2 * event.type.length;
}

const malformed = (events: readonly NewEvent[]): boolean =>
  events.some((event) => event.type === '' || !UUID.test(event.id));

/** Streams.Append: one call an append; the client takes it when it sends credentials with the call. */
export function append(server: ServerState, call: AppendCall, answer: AppendAnswer): void {
  let pending: Pending | null = null;
  call.on('data', (request: InstanceType<typeof streams.AppendReq>) => {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options)
      pending = begin(
        nameOf(options.getStreamIdentifier()),
        expectedOf(options, () => options.getRevision()),
      );
    if (pending && message) propose(pending, message);
  });
  call.on('end', () => {
    if (server.refusing) return answer(unavailable());
    if (!pending || malformed(pending.events)) return answer(unknownTerritory('a malformed append'));
    if (pending.bytes > server.maxAppendBytes) return answer(appendTooLarge(server.maxAppendBytes));
    const written = server.log.append(pending.stream, pending.expected, pending.events);
    if (server.losesAnswer()) return;
    if (written.is === 'deleted') return answer(streamDeleted(pending.stream));
    if (written.is === 'unknown-territory') return answer(unknownTerritory(written.what));
    answer(null, answerOf(written, pending.expected));
  });
}

function answerOf(
  written: Extract<Written, { is: 'written' | 'wrong-expected-version' }>,
  expected: Expected,
): InstanceType<typeof streams.AppendResp> {
  const response = new streams.AppendResp();
  if (written.is === 'wrong-expected-version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (written.current === null) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(`${written.current}`);
    if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedRevision(`${expected}`);
    return response.setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success();
  if (written.revision === null) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(`${written.revision}`);
  const position = new streams.AppendResp.Position();
  position.setCommitPosition(`${written.position}`).setPreparePosition(`${written.position}`);
  return response.setSuccess(success.setPosition(position));
}

/** Streams.BatchAppend: many appends over one call, each told apart by its correlation id. */
export function batchAppend(server: ServerState, call: BatchAppendCall): void {
  const appends = new Map<string, Pending>();
  const running = { kind: 'append', fail: (error: ServiceError) => void call.emit('error', error) } as const;
  server.running.add(running);
  const over = () => void server.running.delete(running);
  call.on('cancelled', over);
  call.on('close', over);
  call.on('end', () => call.end());
  call.on('data', (request: BatchAppendReq) => {
    if (server.refusing) return running.fail(unavailable());
    const response = receive(server, appends, request);
    if (response) call.write(response.setCorrelationId(request.getCorrelationId()));
  });
}

/** Takes one part of an append; answers with the last. */
function receive(server: ServerState, appends: Map<string, Pending>, request: BatchAppendReq): BatchAppendResp | null {
  const correlation = request.getCorrelationId()?.getString() ?? '';
  const options = request.getOptions();
  if (options)
    appends.set(
      correlation,
      begin(
        nameOf(options.getStreamIdentifier()),
        expectedOf(options, () => options.getStreamPosition()),
        options.getDeadline()?.toDate(),
      ),
    );
  const pending = appends.get(correlation);
  if (!pending) return null;
  for (const message of request.getProposedMessagesList()) propose(pending, message);
  if (pending.bytes > server.maxAppendBytes) {
    appends.delete(correlation);
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(server.maxAppendBytes);
    return failed(pending, CODES.invalidArgument, 'MaximumAppendSizeExceeded', details.serializeBinary());
  }
  if (!request.getIsFinal()) return null;
  appends.delete(correlation);
  return complete(server, pending);
}

function complete(server: ServerState, pending: Pending): BatchAppendResp | null {
  if (pending.deadline && pending.deadline.getTime() < Date.now())
    return failed(pending, CODES.deadlineExceeded, 'Timeout', new shared.Timeout().serializeBinary());
  if (malformed(pending.events))
    return failed(pending, CODES.invalidArgument, 'BadRequest', new shared.BadRequest().serializeBinary());
  const written = server.log.append(pending.stream, pending.expected, pending.events);
  if (server.losesAnswer()) return null;
  switch (written.is) {
    case 'written':
      return succeeded(pending, written);
    case 'wrong-expected-version':
      return failed(
        pending,
        CODES.alreadyExists,
        'WrongExpectedVersion',
        conflictOf(pending.expected, written.current),
      );
    case 'deleted': {
      const details = new shared.StreamDeleted().setStreamIdentifier(identifierOf(pending.stream));
      return failed(pending, CODES.notFound, 'StreamDeleted', details.serializeBinary());
    }
    case 'unknown-territory':
      return failed(
        pending,
        CODES.unimplemented,
        'Unimplemented',
        new Uint8Array(),
        unknownTerritory(written.what).message,
      );
  }
}

function succeeded(pending: Pending, written: Extract<Written, { is: 'written' }>): BatchAppendResp {
  const success = new streams.BatchAppendResp.Success();
  if (written.revision === null) success.setNoStream(new Empty());
  else success.setCurrentRevision(`${written.revision}`);
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(`${written.position}`).setPreparePosition(`${written.position}`);
  success.setPosition(position);
  return new streams.BatchAppendResp().setStreamIdentifier(identifierOf(pending.stream)).setSuccess(success);
}

function failed(pending: Pending, code: number, type: string, details: Uint8Array, message = type): BatchAppendResp {
  const packed = new Any();
  packed.pack(details, `event_store.client.${type}`);
  const error = new status.Status().setCode(code).setMessage(message).setDetails(packed);
  return new streams.BatchAppendResp().setStreamIdentifier(identifierOf(pending.stream)).setError(error);
}

function conflictOf(expected: Expected, current: bigint | null): Uint8Array {
  const details = new shared.WrongExpectedVersion();
  if (current === null) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(`${current}`);
  if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'no_stream') details.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') details.setExpectedStreamExists(new Empty());
  else details.setExpectedStreamPosition(`${expected}`);
  return details.serializeBinary();
}
